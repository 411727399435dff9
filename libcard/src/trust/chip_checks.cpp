// SPDX-License-Identifier: Apache-2.0
#include "chip_checks.hpp"

#include "card/lds/card_security.hpp"

#include <algorithm>

namespace card::trust {

namespace {

Check chip_check(State state, std::optional<Errc> reason = std::nullopt)
{
    return {.id = CheckId::chip_genuine, .state = state, .reason = reason};
}

bool contains_all(const std::vector<lds::PaceInfo>& infos, const std::vector<lds::PaceInfo>& wanted)
{
    return std::all_of(wanted.begin(), wanted.end(),
        [&](const auto& info) { return std::find(infos.begin(), infos.end(), info) != infos.end(); });
}

/// The signed infos offer the same PACE as EF.CardAccess, no more and no less.
bool repeats(const lds::SecurityInfos& signed_infos, ByteView card_access)
{
    try {
        const lds::SecurityInfos offered = lds::decode_security_infos(card_access);
        return contains_all(signed_infos.pace, offered.pace) && contains_all(offered.pace, signed_infos.pace);
    } catch (const Error&) {
        return false;
    }
}

/// CA_IC * PK_IC = PK_map_IC. [9303-11] §4.4.3.5.2
bool explains(const crypto::Point& pk_ic, const MappingProof& mapping)
{
    return mapping.ca_ic.size() == crypto::field_size(pk_ic.curve()) &&
           crypto::is_multiple(mapping.pk_map_ic, pk_ic, mapping.ca_ic);
}

/// Any of the keys will do: the issuer signed each of them. None if none explains the mapping.
std::optional<crypto::Point> proven_key(const lds::SecurityInfos& infos, const MappingProof& mapping)
{
    for (const auto& info : infos.chip_authentication_keys)
        if (explains(info.key, mapping))
            return info.key;
    return std::nullopt;
}

bool names_key(const lds::SecurityInfos& infos, const ChipKey& key)
{
    const auto& keys = infos.chip_authentication_keys;
    return std::any_of(keys.begin(), keys.end(), [&](const auto& info) { return key.is(info.key); });
}

/// A stranger's signature is nobody's fault on a stranger's card. On a card of an issuer that is known it is forged.
Check check_signer(const pki::Certificate& signer, const SignerRules& rules, const Check& chain)
{
    const Check check = verify_signer(CheckId::chip_genuine, signer, rules);
    if (check.state == State::not_done && chain.state == State::passed)
        return chip_check(State::failed, Errc::card_security_invalid);
    return check;
}

/// EF.CardSecurity tells nothing of the holder: only DG14, which repeats the key, ties the chip to EF.SOD. Else a key
/// taken out of one chip would make every copy genuine.
Check judge_mapping(const Evidence& evidence, const lds::CardSecurity& file, const Believed<lds::SecurityInfos>& dg14,
    const SignerRules& rules, const Check& chain)
{
    if (!file.signed_data.signature_is_valid())
        return chip_check(State::failed, Errc::card_security_invalid);
    if (const Check signer = check_signer(file.signed_data.signer(), rules, chain); signer.state != State::passed)
        return signer;
    if (!repeats(file.infos, evidence.card_access.content))
        return chip_check(State::failed, Errc::access_parameters_differ);
    const auto key = proven_key(file.infos, *evidence.mapping);
    if (!key)
        return chip_check(State::failed, Errc::chip_not_genuine);
    if (dg14.problem)
        return chip_check(State::not_done, dg14.problem);
    if (!dg14.value || !names_key(*dg14.value, ChipKey::of(*key)))
        return chip_check(State::failed, Errc::chip_not_genuine);
    return chip_check(State::passed);
}

/// [9303-11] §4.4.3.5, §5.1
Check check_mapping(
    const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14, const SignerRules& rules, const Check& chain)
{
    using Status = FileReading::Status;
    const FileReading& file = evidence.card_security;
    if (file.status == Status::absent || file.status == Status::malformed)
        return chip_check(State::failed, Errc::card_security_invalid);
    if (!file.was_read())
        return chip_check(State::not_done, reason_of(file.status));
    try {
        return judge_mapping(evidence, lds::decode_card_security(file.content), dg14, rules, chain);
    } catch (const Error& error) {
        if (error.code() == Errc::unsupported)
            return chip_check(State::not_done, Errc::unsupported);
        return chip_check(State::failed, Errc::card_security_invalid);
    }
}

/// [9303-11] §6.2
Check check_chip_authentication(const ChipProof& proof, const Believed<lds::SecurityInfos>& dg14)
{
    if (proof.result == ChipProof::Result::failed)
        return chip_check(State::failed, Errc::chip_not_genuine);
    if (dg14.problem)
        return chip_check(State::not_done, dg14.problem);
    if (!dg14.value || dg14.value->chip_authentication_keys.empty())
        return chip_check(State::not_done, Errc::chip_proof_missing);
    if (proof.result != ChipProof::Result::passed)
        return chip_check(State::not_done, Errc::not_read);
    if (!proof.key || !names_key(*dg14.value, *proof.key))
        return chip_check(State::failed, Errc::chip_not_genuine);
    return chip_check(State::passed);
}

} // namespace

Check check_chip(
    const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14, const SignerRules& rules, const Check& chain)
{
    return evidence.mapping ? check_mapping(evidence, dg14, rules, chain)
                            : check_chip_authentication(evidence.chip, dg14);
}

Check check_access_parameters(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14)
{
    constexpr CheckId id = CheckId::access_parameters;
    if (dg14.problem)
        return {.id = id, .state = State::not_done, .reason = dg14.problem};
    if (!evidence.card_access.was_read())
        return {.id = id, .state = State::not_done, .reason = reason_of(evidence.card_access.status)};
    if (!dg14.value)
        return {.id = id, .state = State::not_done, .reason = Errc::not_read};
    if (!repeats(*dg14.value, evidence.card_access.content))
        return {.id = id, .state = State::failed, .reason = Errc::access_parameters_differ};
    return {.id = id, .state = State::passed};
}

} // namespace card::trust
