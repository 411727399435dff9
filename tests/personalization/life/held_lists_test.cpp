// SPDX-License-Identifier: Apache-2.0
// Suspended cards in the lists: on hold, found again, or gone for good; and an older store that never heard of it.
#include "life/holds.hpp"
#include "life/replacements.hpp"
#include "list_station.hpp"
#include "people/acts.hpp"
#include "store/open_store.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using card::pki::Crl;
using card::pki::RevocationReason;
using card::trust::CardRevocation;
using card::trust::Files;
using test::error_of;
using test::status;

namespace {

const card::Time start = test::first_day;
constexpr const char* complete_name = "citizen/citizen-ca-1.crl";
constexpr const char* delta_name = "citizen/citizen-ca-1-delta.crl";

/// A card with its holder, and the lists of its office.
struct Station {
    test::ListStation lists;
    std::unique_ptr<store::Database> database = open_database(lists.office, start);
    std::unique_ptr<store::Store> store = open_store(lists.office, *database);
    std::pair<store::Allotment, card::pki::Certificate> made = lists.make(1);
    std::string document = made.first.document_number;

    Station()
    {
        people::record_act(*database, {"A-1", made.first.card}, people::Act::checked, "dao", start);
        life::deliver(*database, *store, document, life::Surrender::nothing_said, "dao", start);
    }

    void report(card::Time at) { life::report_lost(*database, *store, document, CardRevocation::lost, "", "noy", at); }

    void find(card::Time at) { life::found(*database, document, "keo", at); }

    std::optional<CardRevocation> listed(const Files& files) const
    {
        return status(files).find(made.first.status_index);
    }

    std::optional<card::pki::Revoked> entry(const Files& files, const char* name) const
    {
        const auto list = files.find(name);
        return list == files.end() ? std::nullopt : Crl::parse(list->second).find(made.second);
    }
};

} // namespace

TEST_CASE("lists: a suspended card is lost and its certificates on hold, until it is found")
{
    Station station;
    const Files before = station.lists.lists({}, start + 1h);
    CHECK(!station.listed(before));

    station.report(start + 2h);
    const Files held = station.lists.lists(before, start + 24h);
    CHECK(station.listed(held) == CardRevocation::lost);
    CHECK(!station.entry(held, complete_name));
    REQUIRE(station.entry(held, delta_name));
    CHECK(station.entry(held, delta_name)->reason == RevocationReason::certificate_hold);
    CHECK(station.entry(held, delta_name)->when == start + 2h);

    // The list of changes had it, so it says that it goes, although the complete list never did. [RFC5280] §5.2.4
    station.find(start + 25h);
    const Files found = station.lists.lists(held, start + 48h);
    CHECK(!station.listed(found));
    REQUIRE(station.entry(found, delta_name));
    CHECK(station.entry(found, delta_name)->reason == RevocationReason::remove_from_crl);
    CHECK(Crl::parse(found.at(delta_name)).delta_base() == Crl::parse(found.at(complete_name)).number());

    // Nothing is new: the list stays. The next complete one says nothing of it.
    const Files same = station.lists.lists(found, start + 72h);
    CHECK(same.at(delta_name) == found.at(delta_name));
    const Files next = station.lists.lists(same, start + 1h + issuer::complete_list_interval);
    CHECK(!station.entry(next, complete_name));
    CHECK(!next.contains(delta_name));
}

TEST_CASE("lists: a hold in the complete list is taken out of it, or becomes a revocation")
{
    Station station;
    station.report(start + 1h);
    const Files held = station.lists.lists({}, start + 2h);
    REQUIRE(station.entry(held, complete_name));
    CHECK(station.entry(held, complete_name)->reason == RevocationReason::certificate_hold);

    station.find(start + 3h);
    const Files found = station.lists.lists(held, start + 24h);
    REQUIRE(station.entry(found, delta_name));
    CHECK(station.entry(found, delta_name)->reason == RevocationReason::remove_from_crl);

    // Lost again: the last list of changes said otherwise, so the next one says it again.
    station.report(start + 25h);
    const Files again = station.lists.lists(found, start + 48h);
    CHECK(station.listed(again) == CardRevocation::lost);
    REQUIRE(station.entry(again, delta_name));
    CHECK(station.entry(again, delta_name)->reason == RevocationReason::certificate_hold);

    // For good: no longer on hold, and nobody is told why.
    life::confirm_lost(*station.database, *station.store, station.document, CardRevocation::lost, "keo", start + 49h);
    const Files lost = station.lists.lists(again, start + 72h);
    REQUIRE(station.entry(lost, delta_name));
    CHECK(!station.entry(lost, delta_name)->reason);
    CHECK(station.listed(lost) == CardRevocation::lost);
    const Files next = station.lists.lists(lost, start + 2h + issuer::complete_list_interval);
    REQUIRE(station.entry(next, complete_name));
    CHECK(!station.entry(next, complete_name)->reason);
}

TEST_CASE("lists: a misprinted card is on hold before anybody confirms that it is not valid")
{
    test::ListStation lists;
    const auto made = lists.make(1);
    const store::Allotment& allotted = made.first;
    const auto database = open_database(lists.office, start);
    const auto store = open_store(lists.office, *database);
    life::order_replacement(*database, *store,
        {.document_number = allotted.document_number,
            .reason = life::Reason::misprint,
            .application = "B-1",
            .person = "noy"},
        start + 1h);
    const Files held = lists.lists({}, start + 2h);
    CHECK(status(held).find(allotted.status_index) == CardRevocation::lost);
    const auto entry = Crl::parse(held.at(complete_name)).find(made.second);
    REQUIRE(entry);
    CHECK(entry->reason == RevocationReason::certificate_hold);
}

TEST_CASE("lists: a card that lies aside is lost until it is gone on with")
{
    test::ListStation lists;
    lists.make(1);
    store::Claim claim{.application = "A-2", .operator_ = "noy"};
    lists.store.import({.number = "A-2", .personal_number = "2", .record = "{}", .photograph = {0xFF}}, "noy", start);
    lists.store.approve("A-2", "keo", start);
    claim.kdd.fill(2);
    claim.guid.fill(2);
    const auto aside = lists.store.claim(claim, start);
    lists.store.intend(aside.card, "SECURED", start);
    lists.store.give_up(aside.card, Errc::card_removed, "SECURED", start);
    const Files held = lists.lists({}, start + 1h);
    CHECK(status(held).find(aside.status_index) == CardRevocation::lost);

    lists.store.reopen(aside.card, "noy", start + 2h);
    lists.store.conclude(aside.card, "SECURED", start + 2h);
    lists.store.issued(aside.card, start + 2h);
    CHECK(!status(lists.lists(held, start + 24h)).find(aside.status_index));
    CHECK(error_of([&] { lists.lists_from(*lists.older_store(), held, start + 24h); }) == Errc::lists_went_back);
}

TEST_CASE("lists: a store that is older than the package does not let a card go")
{
    Station station;
    station.report(start + 1h);
    station.find(start + 2h);
    station.report(start + 3h);
    const Files held = station.lists.lists({}, start + 4h);
    CHECK(station.listed(held) == CardRevocation::lost);
    CHECK(error_of([&] { station.lists.lists_from(*station.lists.older_store(), held, start + 24h); }) ==
          Errc::lists_went_back);
    station.find(start + 5h);
    CHECK(!station.listed(station.lists.lists(held, start + 24h)));
}
