// SPDX-License-Identifier: Apache-2.0
#include "passive_authentication.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/lds/file_ids.hpp"
#include "card/trust/countries.hpp"
#include "card/trust/proven_signers.hpp"

#include <algorithm>
#include <functional>
#include <memory>
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

/// `hasher` is one of the object's algorithm, between two messages.
Check compare_hash(
    unsigned group, const FileReading& reading, const lds::SecurityObject& object, crypto::Hasher& hasher)
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
    hasher.update(reading.content);
    if (hasher.finish() != listed->second)
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

/// Only the day of issue counts. That the certificate or the CSCA has run out since says nothing about the document.
/// [9303-12] §3.2
bool could_sign_on(const ProvenSigner& signer, std::optional<Date> day)
{
    return !day || (covers(signer.validity, *day) && covers(signer.key_usage, *day));
}

std::string upper(std::string text)
{
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    return text;
}

/// Signer, its issuer and all above it name this country.
bool all_of_country(const ProvenSigner& signer, std::string_view country, std::string (*spelling)(std::string))
{
    return spelling(signer.subject_country) == country && spelling(signer.issuer_country) == country &&
           std::all_of(signer.path.begin(), signer.path.end(),
               [&](const pki::Certificate& csca) { return spelling(csca.subject_country()) == country; });
}

/// A document that the MRZ or the signer gives as ours is held to our own rules.
bool is_our_own(const ProvenSigner& signer, const Policy& policy, const IssuingFacts& facts)
{
    return !policy.foreign_documents || facts.issuing_state == policy.issuing_state ||
           upper(signer.subject_country) == policy.country;
}

/// Why the countries do not fit; nothing if they do. Ours must be written exactly so; others by the table of
/// countries.hpp, in upper or lower case.
std::optional<Check> country_problem(
    CheckId id, const ProvenSigner& signer, const Policy& policy, const IssuingFacts& facts)
{
    const Check mismatch{.id = id, .state = State::failed, .reason = Errc::country_mismatch};
    if (is_our_own(signer, policy, facts)) {
        const bool good = all_of_country(signer, policy.country, [](std::string text) { return text; }) &&
                          facts.issuing_state.value_or(policy.issuing_state) == policy.issuing_state;
        return good ? std::nullopt : std::optional{mismatch};
    }
    if (!facts.issuing_state)
        return Check{.id = id, .state = State::not_done, .reason = Errc::issuing_state_unknown};
    const auto country = alpha2_of_icao(*facts.issuing_state);
    return country && all_of_country(signer, *country, upper) ? std::nullopt : std::optional{mismatch};
}

/// The signature or the key of a document of another state is of a kind that this version does not have.
bool is_beyond_us(const pki::Certificate& signer, const SignerRules& rules)
{
    const bool foreign = rules.policy.foreign_documents && rules.facts.issuing_state != rules.policy.issuing_state &&
                         upper(signer.subject_country()) != rules.policy.country;
    return foreign && !signer.has_known_algorithms();
}

/// Ways to an issuer that our own rules do not know.
bool is_found_by_leniency(const pki::Allowances& allowances)
{
    return allowances.contains(pki::Allowance::key_identifier) ||
           allowances.contains(pki::Allowance::issuer_name_order);
}

Check no_chain(CheckId id, const ChainSearch& search)
{
    if (search.unsuitable)
        return {.id = id, .state = State::failed, .reason = Errc::signer_unsuitable};
    if (search.named)
        return {.id = id, .state = State::failed, .reason = Errc::trust_anchor_mismatch};
    return {.id = id, .state = State::not_done, .reason = Errc::no_trust_anchor};
}

/// Certificates that were proven need not be read again. One that only foreign_legacy takes is no news to our rules.
std::function<std::optional<pki::Certificate>(ByteView)> known_to(const TrustData& trust, pki::Leniency leniency)
{
    if (!trust.proven)
        return {};
    return [&trust, leniency](ByteView der) -> std::optional<pki::Certificate> {
        const auto known = trust.proven->find(der, trust.anchors);
        if (!known || (leniency == pki::Leniency::strict && !known->certificate.allowances().empty()))
            return std::nullopt;
        return known->certificate;
    };
}

VerifiedSod verify_sod_by(ByteView file, const TrustData& trust, pki::Leniency leniency)
{
    try {
        lds::Sod sod = lds::decode_sod(file, {.leniency = leniency, .known = known_to(trust, leniency)});
        if (!sod.signed_data.signature_is_valid())
            return {sod_check(State::failed, Errc::sod_signature_wrong), std::nullopt};
        Check check = sod_check(State::passed, std::nullopt);
        if (!sod.allowances.empty())
            check.remark = Errc::legacy_rules;
        return {check, std::move(sod)};
    } catch (const Error& error) {
        return {unreadable_sod(error.code()), std::nullopt};
    }
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

VerifiedSod verify_sod(const FileReading& reading, const TrustData& trust, const Policy& policy)
{
    if (reading.status == FileReading::Status::absent) // an identity application without signed data proves nothing
        return {sod_check(State::failed, Errc::file_not_found), std::nullopt};
    if (reading.status == FileReading::Status::malformed)
        return {sod_check(State::failed, Errc::sod_malformed), std::nullopt};
    if (!reading.was_read())
        return {sod_check(State::not_done, reason_of(reading.status)), std::nullopt};
    VerifiedSod strict = verify_sod_by(reading.content, trust, pki::Leniency::strict);
    const bool readable = strict.sod || strict.check.reason == Errc::sod_signature_wrong;
    if (readable || !policy.foreign_documents)
        return strict;
    return verify_sod_by(reading.content, trust, pki::Leniency::foreign_legacy);
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
    if (!verified.sod) {
        for (const unsigned group : groups)
            checks.push_back(hash_check(group, State::not_done, verified.check.reason));
        return checks;
    }
    const lds::SecurityObject& object = verified.sod->object;
    crypto::Hasher hasher{object.algorithm};
    for (const unsigned group : groups)
        checks.push_back(compare_hash(group, reading_of(evidence, group), object, hasher));
    return checks;
}

std::shared_ptr<const ProvenSigner> find_signer(
    const pki::Certificate& signer, const TrustData& trust, ChainSearch& search)
{
    if (trust.proven)
        if (auto known = trust.proven->find(signer.der(), trust.anchors))
            return known;
    search = find_chain(signer, trust.anchors);
    if (!search.signer)
        return nullptr;
    auto found = std::make_shared<const ProvenSigner>(*std::move(search.signer));
    if (trust.proven)
        trust.proven->add(found, trust.anchors);
    return found;
}

Check verify_signer(
    CheckId id, const pki::Certificate& signer, const SignerRules& rules, const pki::Allowances& allowances)
{
    const auto failed = [id](Errc reason) { return Check{.id = id, .state = State::failed, .reason = reason}; };
    ChainSearch search;
    const auto proven = find_signer(signer, rules.trust, search);
    if ((!proven || !proven->suitable) && is_beyond_us(signer, rules))
        return {.id = id, .state = State::not_done, .reason = Errc::unsupported};
    if (!proven)
        return no_chain(id, search);
    const bool lenient = !is_our_own(*proven, rules.policy, rules.facts);
    if (!lenient && is_found_by_leniency(proven->allowances))
        return no_chain(id, {});
    const bool by_our_rules = proven->allowances.empty() && allowances.empty() && !proven->has_purposes;
    if (!proven->suitable || !could_sign_on(*proven, rules.facts.date_of_issue) || (!by_our_rules && !lenient))
        return failed(Errc::signer_unsuitable);
    if (const auto problem = country_problem(id, *proven, rules.policy, rules.facts))
        return *problem;
    Check passed{.id = id, .state = State::passed};
    if (!by_our_rules)
        passed.remark = Errc::legacy_rules;
    else if (proven->validity.not_after < start_of(rules.today))
        passed.remark = Errc::signer_expired;
    return passed;
}

Check verify_chain(const VerifiedSod& verified, const SignerRules& rules)
{
    if (!verified.sod)
        return {.id = CheckId::chain, .state = State::not_done, .reason = verified.check.reason};
    return verify_signer(CheckId::chain, verified.sod->signed_data.signer(), rules, verified.sod->allowances);
}

} // namespace card::trust
