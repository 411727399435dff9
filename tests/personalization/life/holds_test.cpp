// SPDX-License-Identifier: Apache-2.0
// A card that is reported lost is not valid at once; found it is again, and nothing is forgotten of what was final.
#include "each_database.hpp"
#include "life_office.hpp"

#include <doctest/doctest.h>

using namespace perso::life;
using namespace std::chrono_literals;
using card::Errc;
using card::trust::CardRevocation;
using test::error_of;
using test::LifeOffice;

namespace {

using Database = perso::store::Database;
using Store = perso::store::Store;

} // namespace

TEST_CASE("life: a report by one suspends, the word of a second makes it final")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string document = office.delivered("A-1", "1");
        report_lost(database, store, document, CardRevocation::stolen, "R-7", "noy", office.time);
        CHECK(office.listed(document) == CardRevocation::lost); // what it is, nobody confirmed yet
        // Its citizen may not have another before that.
        CHECK(error_of([&] { office.made("B-1", "1"); }) == Errc::record_rejected);
        CHECK(error_of([&] { confirm_lost(database, store, document, CardRevocation::stolen, "noy", office.time); }) ==
              Errc::same_person);
        CHECK(error_of([&] { confirm_lost(database, store, document, CardRevocation::lost, "keo", office.time); }) ==
              Errc::revocation_reason_differs);
        confirm_lost(database, store, document, CardRevocation::stolen, "keo", office.time);
        CHECK(office.state(document) == State::stolen);
        CHECK(office.listed(document) == CardRevocation::stolen);
        CHECK(store.released_cards().empty());
        CHECK(error_of([&] { found(database, document, "keo", office.time); }) == Errc::revoked_already);
        CHECK_NOTHROW(office.made("B-1", "1"));
    });
}

TEST_CASE("life: a card is found by another than who held it back, and the report is dropped")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string document = office.delivered("A-1", "1");
        office.report(document);
        CHECK(error_of([&] { found(database, document, "noy", office.time); }) == Errc::same_person);
        office.time += 60s;
        found(database, document, "keo", office.time);
        CHECK(office.state(document) == State::delivered);
        CHECK(!office.listed(document));
        CHECK(store.revocations().empty());
        REQUIRE(store.released_cards().size() == 1);
        CHECK(store.released_cards()[0].when == office.time);
        // The report counts no more: it cannot be confirmed later.
        CHECK(error_of([&] { confirm_lost(database, store, document, CardRevocation::lost, "keo", office.time); }) ==
              Errc::revocation_not_requested);
        // It may get lost again, and found again.
        office.report(document);
        CHECK(office.listed(document) == CardRevocation::lost);
        office.time += 60s;
        found(database, document, "dao", office.time);
        CHECK(!office.listed(document));
        CHECK(store.released_cards().size() == 1);
        CHECK(store.released_cards()[0].when == office.time);
    });
}

TEST_CASE("life: what an authority holds back may turn out to be lost")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string document = office.delivered("A-1", "1");
        suspend(database, document, "D-3", "noy", office.time);
        CHECK(store.revocations().empty());
        office.report(document);
        confirm_lost(database, store, document, CardRevocation::lost, "keo", office.time);
        CHECK(office.state(document) == State::lost);
        CHECK(store.revoked_cards().size() == 1); // once, not as a hold beside it
    });
}

TEST_CASE("life: neither an unknown card nor an unfinished one has a life")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        CHECK(error_of([&] { find_card(database, "LA9999999"); }) == Errc::document_unknown);
        CHECK(error_of([&] { card_of_chip(database, {}); }) == Errc::card_unknown);
        store.import(
            {.number = "A-1", .personal_number = "1", .record = "{}", .photograph = {0xFF}}, "noy", office.time);
        store.approve("A-1", "keo", office.time);
        perso::store::Claim claim{.application = "A-1", .operator_ = "noy"};
        claim.kdd.fill(0xA5);
        const auto allotted = store.claim(claim, office.time);
        CHECK(error_of([&] { office.deliver(allotted.document_number); }) == Errc::card_not_made);
        store.intend(allotted.card, "keys", office.time);
        store.give_up(allotted.card, Errc::card_removed, "keys", office.time);
        CHECK(error_of([&] { office.report(allotted.document_number); }) == Errc::card_not_made);
        CHECK_NOTHROW(require_revocable(database, allotted.document_number, "withdrawn"));
    });
}

TEST_CASE("life: a card that quality control does not find good is in the lists until another person releases it")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string document = office.made("A-1", "1");
        const std::int64_t before = database.row("audit_last").value().number(1);
        fail_check(database, document, "vieng", office.time);
        fail_check(database, document, "vieng", office.time);
        const auto entries = database.rows("audit_entries", {{":after", before}, {":limit", std::int64_t{1000}}});
        REQUIRE(entries.size() == 2); // each is told, one holds
        CHECK(entries[0].text(2) == "check failed");
        CHECK(entries[0].text(5) == "vieng");
        CHECK(office.listed(document) == CardRevocation::lost);
        CHECK(error_of([&] { office.deliver(document); }) == Errc::card_state);
        CHECK(error_of([&] { found(database, document, "vieng", office.time); }) == Errc::same_person);
        office.time += 60s;
        found(database, document, "keo", office.time);
        CHECK(!office.listed(document));
        REQUIRE(store.released_cards().size() == 1);
        CHECK(error_of([&] { office.deliver(document); }) == Errc::card_state); // released, but found bad
        CHECK(office.state(document) == State::made);
        office.check(document);
        CHECK_NOTHROW(office.deliver(document));
        // Its holder has it: the next failure suspends it.
        fail_check(database, document, "vieng", office.time);
        CHECK(office.state(document) == State::suspended);
        CHECK(office.listed(document) == CardRevocation::lost);
    });
}

TEST_CASE("life: what must never be is refused by the schema itself")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string document = office.delivered("A-1", "1");
        office.order(document, Reason::address, "B-1");
        const std::string next = office.made("B-1", "1");
        const Card old_card = find_card(database, document), new_card = find_card(database, next);
        const auto fails = [&](std::string_view statement, perso::store::Bindings bindings) {
            return error_of([&] { database.change([&] { database.execute(statement, bindings); }); }) ==
                   Errc::store_failed;
        };
        const std::int64_t at = office.time.time_since_epoch().count();
        // The new card while the old one is valid; two cards in place of one.
        CHECK(fails("life_set_delivered", {{":card", new_card.id}, {":at", at}}));
        CHECK(fails("life_begin", {{":card", new_card.id}, {":state", "delivered"}, {":at", at}}));
        CHECK(fails("life_begin", {{":card", new_card.id}, {":state", "suspended"}, {":at", at}}));
        CHECK(fails("life_set_delivered", {{":card", old_card.id}, {":at", at}})); // a second time
        CHECK(fails("life_move", {{":card", old_card.id}, {":state", "spoilt"}, {":at", at}}));
        office.lose(document);
        CHECK(fails("life_move", {{":card", old_card.id}, {":state", "returned"}, {":at", at}}));
    });
}

TEST_CASE("life: nor does SQL hand over a card that nobody found good, or one that is held back")
{
    test::ADatabase place{test::life_start};
    const auto database = place.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    LifeOffice office{*database, store};
    const auto hand_over = [&](const std::string& document) {
        place.sql("UPDATE card SET delivered_at = 1 WHERE document_number = '" + document + "'");
    };
    office.checks = false;
    const std::string unchecked = office.made("A-1", "1");
    CHECK_THROWS(hand_over(unchecked));

    office.checks = true;
    const std::string failed = office.made("A-2", "2");
    fail_check(*database, failed, "vieng", office.time);
    CHECK_THROWS(hand_over(failed));
    office.check(failed); // found good, but nobody released it
    CHECK_THROWS(hand_over(failed));
    fail_check(*database, failed, "vieng", office.time);
    found(*database, failed, "keo", office.time);
    CHECK_THROWS(hand_over(failed)); // released, but the last check found it bad
    office.check(failed);
    CHECK_NOTHROW(hand_over(failed));

    office.report(office.delivered("A-3", "3"));
    CHECK_THROWS(place.sql("UPDATE card_life SET state = 'delivered'"));
}

TEST_CASE("life: a card that was taken in and found bad is not given back")
{
    test::ADatabase place{test::life_start};
    const auto database = place.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    LifeOffice office{*database, store};
    const std::string document = office.delivered("A-1", "1");
    office.order(document, Reason::damaged, "B-1", true);
    fail_check(*database, document, "vieng", office.time);
    CHECK(error_of([&] { office.deliver(document); }) == Errc::card_state);
    CHECK_THROWS(place.sql("UPDATE card_life SET state = 'delivered'"));
    CHECK(office.state(document) == State::returned);
    office.check(document);
    CHECK_NOTHROW(office.deliver(document));
}
