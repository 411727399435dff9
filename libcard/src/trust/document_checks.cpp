// SPDX-License-Identifier: Apache-2.0
#include "document_checks.hpp"

#include "card/pki/spki.hpp"

#include <algorithm>

namespace card::trust {

namespace {

Check result(CheckId id, State state, std::optional<Errc> reason = std::nullopt)
{
    return {.id = id, .state = state, .reason = reason};
}

bool names_key(const lds::SecurityInfos& infos, const std::optional<crypto::Point>& key)
{
    const auto& keys = infos.chip_authentication_keys;
    return key && std::any_of(keys.begin(), keys.end(), [&](const auto& info) { return info.key == *key; });
}

bool contains_all(const std::vector<lds::PaceInfo>& infos, const std::vector<lds::PaceInfo>& wanted)
{
    return std::all_of(wanted.begin(), wanted.end(),
        [&](const auto& info) { return std::find(infos.begin(), infos.end(), info) != infos.end(); });
}

bool repeats(const lds::SecurityInfos& dg14, ByteView card_access)
{
    try {
        const lds::SecurityInfos offered = lds::decode_security_infos(card_access);
        return contains_all(dg14.pace, offered.pace) && contains_all(offered.pace, dg14.pace);
    } catch (const Error&) {
        return false;
    }
}

const lds::SlotBinding* slot_of(const lds::Dg13& dg13, std::uint8_t slot)
{
    for (const lds::SlotBinding& binding : dg13.slots)
        if (binding.slot == slot)
            return &binding;
    return nullptr;
}

/// The key is the one that EF.SOD signed for this slot, and it signed the challenge.
bool proves(const SlotProof& proof, const lds::Dg13& dg13)
{
    const lds::SlotBinding* const bound = slot_of(dg13, proof.slot);
    if (bound == nullptr || !proof.key || pki::key_hash(*proof.key) != bound->key_hash)
        return false;
    return crypto::verify_signature(*proof.key, proof.hash, proof.challenge_digest, proof.signature);
}

/// The last day, or nothing for a card that is valid for ever. The MRZ of a card without expiry shows a date that
/// means nothing.
struct LastDay {
    std::optional<Date> date;
    Errc past; ///< what it means to be past it
};

LastDay last_day(const lds::Dg1& dg1, const std::optional<lds::Dg13>& dg13)
{
    if (dg13 && dg13->no_expiry)
        return {dg13->technical_life, Errc::document_renewal_due};
    return {lds::expiry_of(dg1.mrz), Errc::document_expired};
}

} // namespace

Check check_chip(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14)
{
    constexpr CheckId id = CheckId::chip_genuine;
    if (evidence.chip.result == ChipProof::Result::failed)
        return result(id, State::failed, Errc::chip_not_genuine);
    if (dg14.problem)
        return result(id, State::not_done, dg14.problem);
    if (!dg14.value || dg14.value->chip_authentication_keys.empty())
        return result(id, State::not_done, Errc::chip_proof_missing);
    if (evidence.chip.result != ChipProof::Result::passed)
        return result(id, State::not_done, Errc::not_read);
    if (!names_key(*dg14.value, evidence.chip.key))
        return result(id, State::failed, Errc::chip_not_genuine);
    return result(id, State::passed);
}

Check check_access_parameters(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14)
{
    constexpr CheckId id = CheckId::access_parameters;
    if (dg14.problem)
        return result(id, State::not_done, dg14.problem);
    if (!dg14.value || !evidence.card_access.was_read())
        return result(id, State::not_done, Errc::not_read);
    if (!repeats(*dg14.value, evidence.card_access.content))
        return result(id, State::failed, Errc::access_parameters_differ);
    return result(id, State::passed);
}

Check check_binding(const Evidence& evidence, const Believed<lds::Dg13>& dg13)
{
    constexpr CheckId id = CheckId::binding;
    if (dg13.problem)
        return result(id, State::not_done, dg13.problem);
    if (!dg13.value || dg13.value->slots.empty())
        return result(id, State::not_applicable, Errc::binding_missing);
    switch (evidence.binding.result) {
    case SlotProof::Result::not_tried:
    case SlotProof::Result::interrupted:
        return result(id, State::not_done, Errc::not_read);
    case SlotProof::Result::refused:
        return result(id, State::failed, Errc::binding_failed);
    case SlotProof::Result::answered:
        break;
    }
    if (!proves(evidence.binding, *dg13.value))
        return result(id, State::failed, Errc::binding_failed);
    return result(id, State::passed);
}

Check check_validity(const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12, const Believed<lds::Dg13>& dg13,
    Date today, Date source_date)
{
    constexpr CheckId id = CheckId::document_validity;
    if (today < source_date)
        return result(id, State::not_done, Errc::clock_before_build);
    for (const auto& problem : {dg1.problem, dg12.problem, dg13.problem})
        if (problem)
            return result(id, State::not_done, problem);
    if (!dg1.value)
        return result(id, State::not_done, Errc::not_read);
    if (dg12.value && dg12.value->date_of_issue && today < *dg12.value->date_of_issue)
        return result(id, State::failed, Errc::document_not_yet_valid);

    const LastDay last = last_day(*dg1.value, dg13.value);
    if (last.date && today > *last.date)
        return result(id, State::failed, last.past);
    if (!last.date && last.past == Errc::document_expired)
        return result(id, State::not_done, Errc::data_group_malformed);
    return result(id, State::passed);
}

} // namespace card::trust
