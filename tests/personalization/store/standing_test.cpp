// SPDX-License-Identifier: Apache-2.0
#include "store/standing.hpp"

#include "store/outcome.hpp"

#include <doctest/doctest.h>

using namespace perso::store;

TEST_CASE("standing: the reason of a revocation, then the card's own state, then the office")
{
    CHECK(state_of({}) == "made");
    CHECK(state_of({.held = true}) == "failed");
    CHECK(state_of({.own = "delivered"}) == "delivered");
    CHECK(state_of({.own = "suspended", .held = true}) == "suspended");
    CHECK(state_of({.revoked = true, .reason = "lost", .own = "suspended", .held = true}) == "lost");
    CHECK(state_of({.reason = "lost", .own = "suspended"}) == "suspended"); // requested only
}

TEST_CASE("outcome: each ending has its row, and somebody may go on only with what may be written")
{
    for (const Outcome& row : outcomes) {
        CHECK(&outcome_of(row.ending) == &row);
        CHECK(row.resumable == (row.ending == Ending::written));
    }
}
