// SPDX-License-Identifier: Apache-2.0
// Cards that lie aside: what is known of them.
#include "personalization/store/databases.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

struct Office {
    test::ADatabase place{start};
    std::unique_ptr<Database> database = place.open();
    SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};

    void import(const std::string& application, const std::string& citizen)
    {
        store.import(
            {.number = application, .personal_number = citizen, .record = "{}", .photograph = {0xFF}}, "noy", start);
    }

    /// The chip with this number, for an imported application.
    Allotment claimed(const std::string& application, std::uint8_t chip)
    {
        store.approve(application, "keo", start);
        return store.claim(claim(application, chip), start);
    }

    static Claim claim(const std::string& application, std::uint8_t chip)
    {
        Claim claim{.application = application, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        return claim;
    }

    /// Something may have been written to it.
    void cut_off(const Allotment& allotted)
    {
        store.intend(allotted.card, "keys", start);
        store.give_up(allotted.card, Errc::card_removed, "keys", start);
    }
};

} // namespace

TEST_CASE("quarantine: of a chip that lies aside all is known that its card was allotted")
{
    Office office;
    office.import("A-1", "1");
    const Allotment allotted = office.claimed("A-1", 7);
    office.cut_off(allotted);
    const Claim claim = Office::claim("A-1", 7);
    const auto attempt = office.store.attempt_of(claim.kdd);
    REQUIRE(attempt);
    CHECK(attempt->state == Attempt::State::quarantined);
    CHECK(attempt->application == "A-1");
    CHECK(attempt->operator_ == "noy");
    CHECK(attempt->guid == claim.guid);
    CHECK(attempt->allotment.card == allotted.card);
    CHECK(attempt->allotment.document_number == allotted.document_number);
    CHECK(attempt->allotment.status_index == allotted.status_index);
    CHECK(attempt->allotment.citizen_ca == allotted.citizen_ca);
    CHECK(attempt->allotment.holder_id == allotted.holder_id);
}
