// SPDX-License-Identifier: Apache-2.0
#include "card/trust/verdict.hpp"

#include "chip_checks.hpp"
#include "document_checks.hpp"
#include "document_status.hpp"
#include "passive_authentication.hpp"
#include "signed_groups.hpp"
#include "signer_revocation.hpp"

#include <algorithm>
#include <array>

namespace card::trust {

namespace {

/// A failure of one of these means: not genuine.
constexpr std::array authenticity{CheckId::access_protocol, CheckId::sod_signature, CheckId::chain,
    CheckId::signer_revocation, CheckId::group_hash, CheckId::chip_genuine, CheckId::access_parameters,
    CheckId::binding, CheckId::holder};

/// A failure of one of these means: genuine, but not valid.
constexpr std::array validity{CheckId::document_validity, CheckId::card_status};

/// These rest on data that the counter installs from time to time.
constexpr std::array installed_data{CheckId::signer_revocation, CheckId::card_status};

bool among(std::span<const CheckId> ids, CheckId id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

Check not_done_check(CheckId id, Errc reason)
{
    return {.id = id, .state = State::not_done, .reason = reason};
}

/// Facts for the chain from groups whose hashes fit: the chain itself is not known yet.
IssuingFacts facts_of(const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12)
{
    IssuingFacts facts;
    if (dg1.value)
        facts.issuing_state = dg1.value->mrz.issuing_state;
    if (dg12.value)
        facts.date_of_issue = dg12.value->date_of_issue;
    return facts;
}

/// What was read before the chain was known, under the condition that it passed.
template <typename T>
Believed<T> if_passed(const Check& chain, Believed<T>&& read)
{
    if (chain.state != State::passed)
        return {std::nullopt, chain.reason};
    return std::move(read);
}

/// DG13 is each state's own: that of another state says nothing to us. [9303-10] §4.7.13
bool is_of_another_state(const Believed<lds::Dg1>& dg1, const Policy& policy)
{
    return dg1.value && dg1.value->mrz.issuing_state != policy.issuing_state;
}

template <typename Predicate>
std::optional<Check> first(const std::vector<Check>& checks, Predicate predicate)
{
    const auto found = std::find_if(checks.begin(), checks.end(), predicate);
    return found == checks.end() ? std::nullopt : std::optional{*found};
}

/// A required check that nobody even tried stands in no list.
std::optional<Check> never_tried(const std::vector<Check>& checks, const Policy& policy)
{
    for (const CheckId id : policy.required)
        if (!first(checks, [&](const Check& check) { return check.id == id; }))
            return not_done_check(id, Errc::not_read);
    return std::nullopt;
}

} // namespace

std::string_view name(Overall overall)
{
    switch (overall) {
    case Overall::not_genuine:
        return "not_genuine";
    case Overall::undetermined:
        return "undetermined";
    case Overall::genuine_not_valid:
        return "genuine_not_valid";
    case Overall::genuine_stale:
        return "genuine_stale";
    case Overall::genuine:
        return "genuine";
    }
    return {};
}

std::vector<Check> Verdict::not_done() const
{
    std::vector<Check> out;
    std::copy_if(checks.begin(), checks.end(), std::back_inserter(out),
        [](const Check& check) { return check.state == State::not_done; });
    return out;
}

State Verdict::state(CheckId id) const
{
    for (const State state : {State::failed, State::not_done, State::stale, State::passed})
        if (first(checks, [&](const Check& check) { return check.id == id && check.state == state; }))
            return state;
    return State::not_applicable;
}

Verdict conclude(std::vector<Check> checks, const Policy& policy)
{
    const auto verdict = [&](Overall overall, std::optional<Check> decisive) {
        return Verdict{overall, std::move(checks), decisive};
    };
    const auto failed = [](std::span<const CheckId> ids) {
        return [ids](const Check& check) { return check.state == State::failed && among(ids, check.id); };
    };
    const auto unanswered = [&](const Check& check) {
        return policy.requires_check(check.id) && (check.state == State::not_done || check.state == State::stale);
    };

    // 1
    if (const auto check = first(checks, failed(authenticity)))
        return verdict(Overall::not_genuine, check);
    // 2
    if (const auto check = first(checks, [&](const Check& c) { return unanswered(c) && !among(installed_data, c.id); }))
        return verdict(Overall::undetermined, check);
    if (const auto check = never_tried(checks, policy))
        return verdict(Overall::undetermined, check);
    // 3
    if (const auto check = first(checks, failed(validity)))
        return verdict(Overall::genuine_not_valid, check);
    // 4
    if (const auto check = first(checks, unanswered))
        return verdict(Overall::genuine_stale, check);
    // 5
    return verdict(Overall::genuine, std::nullopt);
}

Verdict judge(const Evidence& evidence, const TrustData& trust, const Policy& policy, const profile::Profile& profile,
    Date today, Date source_date)
{
    const VerifiedSod sod = verify_sod(evidence.sod, trust, policy);
    const std::vector<Check> hashes = compare_hashes(evidence, sod);
    const SignedGroups signed_by_anybody{evidence, hashes, {sod.check}};
    auto dg1_by_anybody = signed_by_anybody.read(1, lds::decode_dg1);
    auto dg12_by_anybody = signed_by_anybody.read(12, lds::decode_dg12);
    const SignerRules signers{trust, policy, facts_of(dg1_by_anybody, dg12_by_anybody), today};
    const Check chain = verify_chain(sod, signers);

    const SignedGroups groups{evidence, hashes, {sod.check, chain}};
    const auto dg1 = if_passed(chain, std::move(dg1_by_anybody));
    const bool foreign = is_of_another_state(dg1, policy);
    const bool readable = !dg12_by_anybody.problem || !foreign; // others write dates such as 20150000 into DG12
    const auto dg12 = readable ? if_passed(chain, std::move(dg12_by_anybody)) : Believed<lds::Dg12>{};
    const auto dg13 = foreign ? Believed<lds::Dg13>{}
                              : groups.read(13, [&](ByteView file) { return lds::decode_dg13(file, profile); });
    const auto dg14 = groups.read(14, lds::decode_dg14);

    std::vector<Check> checks{check_access(evidence, dg1), sod.check, chain,
        check_signer_revocation(sod.sod, chain, trust, dg12.value ? dg12.value->date_of_issue : std::nullopt, today)};
    checks.insert(checks.end(), hashes.begin(), hashes.end());
    checks.push_back(check_chip(evidence, dg14, signers, chain));
    checks.push_back(check_access_parameters(evidence, dg14));
    checks.push_back(check_binding(evidence, dg13));
    checks.push_back(check_validity(dg1, dg12, dg13, today, source_date));
    checks.push_back(check_card_status(trust, dg1, dg12, dg13, today));
    checks.push_back(check_holder(evidence, dg13));
    return conclude(std::move(checks), policy);
}

} // namespace card::trust
