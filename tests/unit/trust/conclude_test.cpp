// SPDX-License-Identifier: Apache-2.0
#include "card/trust/verdict.hpp"

#include <doctest/doctest.h>

using namespace card;
using trust::Check;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

/// Every check passed, but those given.
std::vector<Check> checks_with(const std::vector<Check>& others)
{
    std::vector<Check> checks;
    for (const CheckId id : trust::all_checks) {
        Check check{.id = id, .state = State::passed};
        for (const Check& other : others)
            if (other.id == id)
                check = other;
        checks.push_back(check);
    }
    return checks;
}

Overall overall(const std::vector<Check>& others, const trust::Policy& policy = trust::default_policy())
{
    return trust::conclude(checks_with(others), policy).overall;
}

trust::Policy requiring(CheckId id)
{
    trust::Policy policy = trust::default_policy();
    policy.required.insert(id);
    return policy;
}

Check check(CheckId id, State state)
{
    return {.id = id, .state = state, .reason = Errc::not_read};
}

} // namespace

TEST_CASE("conclude: rule 1, every authenticity check, required or not")
{
    trust::Policy nearly_nothing;
    nearly_nothing.required = {CheckId::chain};
    for (const CheckId id :
        {CheckId::access_protocol, CheckId::sod_signature, CheckId::chain, CheckId::signer_revocation,
            CheckId::group_hash, CheckId::chip_genuine, CheckId::access_parameters, CheckId::binding}) {
        CHECK(overall({check(id, State::failed)}) == Overall::not_genuine);
        CHECK(overall({check(id, State::failed)}, nearly_nothing) == Overall::not_genuine);
    }
}

TEST_CASE("conclude: rule 2, a required check not done; others do not count")
{
    for (const CheckId id : trust::default_policy().required)
        CHECK(overall({check(id, State::not_done)}) == Overall::undetermined);
    CHECK(overall({check(CheckId::binding, State::not_done)}) == Overall::genuine);
    CHECK(overall({check(CheckId::binding, State::not_done)}, requiring(CheckId::binding)) == Overall::undetermined);
    CHECK(overall({check(CheckId::binding, State::not_applicable)}, requiring(CheckId::binding)) == Overall::genuine);
    CHECK(overall({check(CheckId::holder, State::not_done)}, requiring(CheckId::holder)) == Overall::undetermined);
}

TEST_CASE("conclude: a required check that stands in no list was not done")
{
    CHECK(trust::conclude({}, trust::default_policy()).overall == Overall::undetermined);
}

TEST_CASE("conclude: rule 3, validity and status")
{
    CHECK(overall({check(CheckId::document_validity, State::failed)}) == Overall::genuine_not_valid);
    CHECK(overall({check(CheckId::card_status, State::failed)}) == Overall::genuine_not_valid);
}

TEST_CASE("conclude: rule 4, required revocation and status data missing or stale")
{
    for (const CheckId id : {CheckId::signer_revocation, CheckId::card_status})
        for (const State state : {State::not_done, State::stale}) {
            CHECK(overall({check(id, state)}, requiring(id)) == Overall::genuine_stale);
            CHECK(overall({check(id, state)}) == Overall::genuine);
        }
    CHECK(overall({check(CheckId::card_status, State::not_applicable)}, requiring(CheckId::card_status)) ==
          Overall::genuine);
}

TEST_CASE("conclude: the first rule that applies decides")
{
    const Check forged = check(CheckId::group_hash, State::failed);
    const Check unread = check(CheckId::chip_genuine, State::not_done);
    const Check expired = check(CheckId::document_validity, State::failed);
    const Check stale = check(CheckId::card_status, State::stale);
    const trust::Policy policy = requiring(CheckId::card_status);
    CHECK(overall({forged, unread, expired, stale}, policy) == Overall::not_genuine);
    CHECK(overall({unread, expired, stale}, policy) == Overall::undetermined);
    CHECK(overall({expired, stale}, policy) == Overall::genuine_not_valid);
    CHECK(overall({stale}, policy) == Overall::genuine_stale);
    CHECK(trust::conclude(checks_with({unread, expired}), policy).decisive == unread);
}
