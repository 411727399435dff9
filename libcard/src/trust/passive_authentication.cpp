// SPDX-License-Identifier: Apache-2.0
#include "passive_authentication.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/lds/file_ids.hpp"
#include "card/pki/path.hpp"

#include <set>

namespace card::trust {

namespace {

Check sod_check(State state, std::optional<Errc> reason)
{
    return {.id = CheckId::sod_signature, .state = state, .reason = reason};
}

/// A document that needs an algorithm beyond this version cannot be judged; every other defect is one of EF.SOD.
Check unreadable_sod(Errc error)
{
    if (error == Errc::unsupported)
        return sod_check(State::not_done, Errc::unsupported);
    return sod_check(State::failed, Errc::sod_malformed);
}

Check hash_check(unsigned group, State state, std::optional<Errc> reason)
{
    return {.id = CheckId::group_hash, .state = state, .reason = reason, .group = group};
}

const FileReading& reading_of(const Evidence& evidence, unsigned group)
{
    static const FileReading not_tried;
    const auto found = evidence.groups.find(group);
    return found == evidence.groups.end() ? not_tried : found->second;
}

/// Of a group whose content was withheld, the hash says as much as the content, if it is by the same algorithm.
Check compare_digest(unsigned group, const FileReading& reading, crypto::Hash algorithm, ByteView listed)
{
    if (reading.hash != algorithm)
        return hash_check(group, State::not_done, Errc::data_withheld);
    if (!equal(reading.digest, listed))
        return hash_check(group, State::failed, Errc::data_group_altered);
    return hash_check(group, State::passed, std::nullopt);
}

Check compare_hash(unsigned group, const FileReading& reading, const lds::SecurityObject& object)
{
    const auto listed = object.hashes.find(group);
    if (listed == object.hashes.end())
        return hash_check(group, State::failed, Errc::data_group_unlisted);
    if (reading.status == FileReading::Status::absent)
        return hash_check(group, State::failed, Errc::data_group_missing);
    if (reading.status == FileReading::Status::malformed)
        return hash_check(group, State::failed, Errc::data_group_altered);
    if (reading.status == FileReading::Status::withheld)
        return compare_digest(group, reading, object.algorithm, listed->second);
    if (!reading.was_read())
        return hash_check(group, State::not_done, reason_of(reading.status));
    if (crypto::digest(object.algorithm, reading.content) != listed->second)
        return hash_check(group, State::failed, Errc::data_group_altered);
    return hash_check(group, State::passed, std::nullopt);
}

/// The period covers a part of the day: a day has no hours on a card, and no time zone.
bool covers(const pki::Validity& period, Date day)
{
    using namespace std::chrono_literals;
    constexpr std::chrono::seconds time_zones = 14h;
    const Time begin = start_of(day) - time_zones;
    const Time end = start_of(day) + 24h + time_zones;
    return period.not_before < end && begin <= period.not_after;
}

/// [9303-12] §7.1, for one who issues signers.
bool may_issue_signers(const pki::Certificate& csca)
{
    return csca.is_authority() && csca.may(pki::KeyUsage::key_cert_sign) && !csca.has_unknown_critical_extension();
}

/// [9303-12] §7.1, for one who signs documents.
bool may_sign_documents(const pki::Certificate& signer)
{
    return !signer.is_authority() && signer.may(pki::KeyUsage::digital_signature) &&
           !signer.has_unknown_critical_extension() && signer.has_strong_signature();
}

/// Only the day of issue counts. That the certificate or the CSCA has run out since says nothing about the document.
/// [9303-12] §3.2
bool could_sign_on(const pki::Certificate& signer, std::optional<Date> day)
{
    return !day ||
           (covers(signer.validity(), *day) && covers(signer.private_key_usage().value_or(signer.validity()), *day));
}

bool same_country(
    const pki::Certificate& signer, const pki::Certificate& csca, const Policy& policy, const IssuingFacts& facts)
{
    return signer.subject_country() == policy.country && signer.issuer_country() == policy.country &&
           csca.subject_country() == policy.country &&
           facts.issuing_state.value_or(policy.issuing_state) == policy.issuing_state;
}

} // namespace

/// Why a file that was wanted is not there.
Errc reason_of(FileReading::Status status)
{
    switch (status) {
    case FileReading::Status::absent:
        return Errc::file_not_found;
    case FileReading::Status::denied:
        return Errc::access_denied;
    case FileReading::Status::withheld:
        return Errc::data_withheld;
    default:
        return Errc::not_read;
    }
}

VerifiedSod verify_sod(const FileReading& reading)
{
    if (reading.status == FileReading::Status::absent) // an identity application without signed data proves nothing
        return {sod_check(State::failed, Errc::file_not_found), std::nullopt};
    if (reading.status == FileReading::Status::malformed)
        return {sod_check(State::failed, Errc::sod_malformed), std::nullopt};
    if (!reading.was_read())
        return {sod_check(State::not_done, reason_of(reading.status)), std::nullopt};
    try {
        const lds::Sod sod = lds::decode_sod(reading.content);
        if (!sod.signed_data.signature_is_valid())
            return {sod_check(State::failed, Errc::sod_signature_wrong), std::nullopt};
        return {sod_check(State::passed, std::nullopt), sod};
    } catch (const Error& error) {
        return {unreadable_sod(error.code()), std::nullopt};
    }
}

std::vector<Check> compare_hashes(const Evidence& evidence, const VerifiedSod& verified)
{
    std::set<unsigned> groups;
    for (const auto& [group, reading] : evidence.groups)
        if (reading.was_read() || reading.status == FileReading::Status::withheld)
            groups.insert(group);
    if (verified.sod)
        for (const auto& [group, hash] : verified.sod->object.hashes)
            groups.insert(group);

    std::vector<Check> checks;
    checks.reserve(groups.size());
    for (const unsigned group : groups)
        checks.push_back(verified.sod ? compare_hash(group, reading_of(evidence, group), verified.sod->object)
                                      : hash_check(group, State::not_done, verified.check.reason));
    return checks;
}

Check verify_signer(CheckId id, const pki::Certificate& signer, const SignerRules& rules)
{
    const auto failed = [id](Errc reason) { return Check{.id = id, .state = State::failed, .reason = reason}; };
    bool named = false;
    for (const pki::Certificate& csca : rules.anchors.cscas()) {
        if (!pki::names_issuer(signer, csca))
            continue;
        named = true;
        if (!pki::is_signed_by(signer, csca))
            continue;
        if (!may_issue_signers(csca) || !may_sign_documents(signer) ||
            !could_sign_on(signer, rules.facts.date_of_issue))
            return failed(Errc::signer_unsuitable);
        if (!same_country(signer, csca, rules.policy, rules.facts))
            return failed(Errc::country_mismatch);
        return {.id = id, .state = State::passed};
    }
    if (named)
        return failed(Errc::trust_anchor_mismatch);
    return {.id = id, .state = State::not_done, .reason = Errc::no_trust_anchor};
}

Check verify_chain(const VerifiedSod& verified, const SignerRules& rules)
{
    if (!verified.sod)
        return {.id = CheckId::chain, .state = State::not_done, .reason = verified.check.reason};
    return verify_signer(CheckId::chain, verified.sod->signed_data.signer(), rules);
}

} // namespace card::trust
