// SPDX-License-Identifier: Apache-2.0
#include "document_checks.hpp"

#include "card/pki/spki.hpp"
#include "card/trust/challenge.hpp"

namespace card::trust {

namespace {

Check result(CheckId id, State state, std::optional<Errc> reason = std::nullopt)
{
    return {.id = id, .state = state, .reason = reason};
}

/// The key is the one that EF.SOD signed for this slot, and it signed the challenge.
bool is_proven(const Evidence& evidence, const SlotProof& proof, const lds::Dg13& dg13)
{
    const lds::SlotBinding* const bound = lds::binding_of(dg13, proof.slot);
    if (bound == nullptr || !proof.key || pki::key_hash(*proof.key) != bound->key_hash)
        return false;
    if (proof.nonce && challenge_digest(evidence, proof.slot, proof.hash, *proof.nonce) != proof.challenge_digest)
        return false;
    return crypto::verify_signature(*proof.key, proof.hash, proof.challenge_digest, proof.signature);
}

bool was_tried(const SlotProof& proof)
{
    return proof.result != SlotProof::Result::not_tried;
}

Check judge_proof(
    const Evidence& evidence, CheckId id, const SlotProof& proof, const lds::Dg13& dg13, Errc missing, Errc wrong)
{
    switch (proof.result) {
    case SlotProof::Result::not_tried:
    case SlotProof::Result::interrupted:
        return result(id, State::not_done, missing);
    case SlotProof::Result::refused:
        return result(id, State::failed, wrong);
    case SlotProof::Result::answered:
        break;
    }
    return is_proven(evidence, proof, dg13) ? result(id, State::passed) : result(id, State::failed, wrong);
}

/// The last day, or nothing for a card that is valid for ever. The MRZ of a card without expiry shows a date that
/// means nothing.
struct LastDay {
    std::optional<Date> date;
    Errc past; ///< what it means to be past it
};

LastDay last_day(const lds::Dg1& dg1, const std::optional<Date>& issued, const std::optional<lds::Dg13>& dg13)
{
    if (dg13 && dg13->no_expiry)
        return {dg13->technical_life, Errc::document_renewal_due};
    return {lds::expiry_of(dg1.mrz, issued), Errc::document_expired};
}

} // namespace

Check check_access(const Evidence& evidence, const Believed<lds::Dg1>& dg1)
{
    constexpr CheckId id = CheckId::access_protocol;
    if (evidence.access == AccessProtocol::none)
        return result(id, State::not_done, Errc::not_read);
    if (evidence.mrz_digest && dg1.value &&
        *evidence.mrz_digest != crypto::digest(crypto::Hash::sha1, as_bytes(lds::mrz_information(dg1.value->mrz))))
        return result(id, State::failed, Errc::mrz_differs);
    return result(id, State::passed);
}

Check check_binding(const Evidence& evidence, const Believed<lds::Dg13>& dg13)
{
    constexpr CheckId id = CheckId::binding;
    if (dg13.problem)
        return result(id, State::not_done, dg13.problem);
    if (!dg13.value || dg13.value->slots.empty())
        return result(id, State::not_applicable, Errc::binding_missing);
    // 9A proves it as well, where 9E was not asked
    const SlotProof& proof = was_tried(evidence.binding) ? evidence.binding : evidence.holder;
    return judge_proof(evidence, id, proof, *dg13.value, Errc::not_read, Errc::binding_failed);
}

Check check_holder(const Evidence& evidence, const Believed<lds::Dg13>& dg13)
{
    constexpr CheckId id = CheckId::holder;
    if (evidence.pin_problem)
        return {.id = id, .state = State::not_done, .reason = evidence.pin_problem, .tries = evidence.pin_tries};
    if (!was_tried(evidence.holder))
        return result(id, State::not_done, Errc::holder_not_checked);
    if (dg13.problem)
        return result(id, State::not_done, dg13.problem);
    if (!dg13.value)
        return result(id, State::not_done, Errc::binding_missing);
    return judge_proof(evidence, id, evidence.holder, *dg13.value, Errc::holder_not_checked, Errc::holder_proof_failed);
}

Check check_validity(const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12, const Believed<lds::Dg13>& dg13,
    Date today, Date source_date)
{
    constexpr CheckId id = CheckId::document_validity;
    if (today < source_date)
        return {.id = id,
            .state = State::not_done,
            .reason = Errc::clock_before_build,
            .clock = today,
            .bound = source_date};
    for (const auto& problem : {dg1.problem, dg12.problem, dg13.problem})
        if (problem)
            return result(id, State::not_done, problem);
    if (!dg1.value)
        return result(id, State::not_done, Errc::not_read);
    const std::optional<Date> issued = dg12.value ? dg12.value->date_of_issue : std::nullopt;
    if (issued && today < *issued)
        return result(id, State::failed, Errc::document_not_yet_valid);

    const LastDay last = last_day(*dg1.value, issued, dg13.value);
    if (last.date && today > *last.date)
        return result(id, State::failed, last.past);
    if (!last.date && last.past == Errc::document_expired)
        return result(id, State::not_done, Errc::data_group_malformed);
    return result(id, State::passed);
}

} // namespace card::trust
