// SPDX-License-Identifier: Apache-2.0
#include "seal/purge.hpp"

#include "sealed_store.hpp"

#include <doctest/doctest.h>

using namespace perso;
using test::SealedStore;

namespace {

constexpr std::chrono::days keep_time{90};

std::vector<seal::Overdue> overdue_on(SealedStore& office, int days)
{
    return seal::overdue(*office.database, keep_time, SealedStore::start + std::chrono::days{days});
}

} // namespace

TEST_CASE("overdue: a batch is named with what holds it, until nothing does")
{
    SealedStore office;
    office.import("001");
    office.import("002");
    office.store.withdraw("001", "noy", SealedStore::start);
    CHECK(overdue_on(office, 90).empty()); // its time has not come
    for (const char* state : {"imported", "approved", "encoding", "quarantined", "rejected"}) {
        CAPTURE(state);
        office.base.lawless(
            "UPDATE job SET approved_by = 'keo', state = '" + std::string{state} + "' WHERE application = '002'");
        const auto held = overdue_on(office, 91);
        REQUIRE(held.size() == 1);
        CHECK(held[0].imported == SealedStore::start);
        CHECK(held[0].records == 2);
        CHECK(held[0].held == 1);
        REQUIRE(held[0].holders.size() == 1);
        CHECK(held[0].holders[0].application == "002");
        CHECK(held[0].holders[0].state == state);
    }
    office.base.lawless("UPDATE job SET state = 'issued' WHERE application = '002'");
    const auto due = overdue_on(office, 91);
    REQUIRE(due.size() == 1);
    CHECK(due[0].held == 0);
    CHECK(due[0].holders.empty());
    seal::purge(*office.database, keep_time, {}, SealedStore::start + std::chrono::days{91});
    CHECK(overdue_on(office, 91).empty());
}

TEST_CASE("overdue: a batch whose last application ended lately waits for its time alone")
{
    SealedStore office;
    office.import("001");
    office.import("002");
    office.store.withdraw("001", "noy", SealedStore::start);
    office.store.withdraw("002", "noy", SealedStore::start + std::chrono::days{80});
    CHECK(overdue_on(office, 170).empty());
    CHECK(overdue_on(office, 171).size() == 1);
}

TEST_CASE("overdue: of many that hold a batch the first ten are named, and all are counted")
{
    SealedStore office;
    for (int number = 10; number < 22; ++number)
        office.import("0" + std::to_string(number));
    const auto held = overdue_on(office, 91);
    REQUIRE(held.size() == 1);
    CHECK(held[0].records == 12);
    CHECK(held[0].held == 12);
    REQUIRE(held[0].holders.size() == 10);
    CHECK(held[0].holders[0].application == "010");
}
