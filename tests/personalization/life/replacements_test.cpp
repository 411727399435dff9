// SPDX-License-Identifier: Apache-2.0
// A card in place of another: what must hold of the old one, and who may hand over the new one.
#include "each_database.hpp"
#include "life_office.hpp"

#include <doctest/doctest.h>

using namespace perso::life;
using card::Errc;
using card::trust::CardRevocation;
using test::error_of;
using test::LifeOffice;

namespace {

using Database = perso::store::Database;
using Store = perso::store::Store;

} // namespace

TEST_CASE("life: the old card is valid until its replacement is handed over, and not a moment longer")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        CHECK(error_of([&] { office.made("B-1", "1"); }) == Errc::record_rejected); // nobody ordered it
        office.order(before, Reason::address, "B-1");
        const std::string next = office.made("B-1", "1");
        CHECK(!office.listed(before));
        CHECK(office.state(next) == State::made);
        CHECK(error_of([&] { office.deliver(next); }) == Errc::card_state); // nothing was said of the old one
        CHECK(office.state(next) == State::made);
        office.deliver(next, Surrender::taken_in);
        CHECK(office.state(before) == State::replaced);
        CHECK(office.listed(before) == CardRevocation::replaced);
        CHECK(office.state(next) == State::delivered);
        CHECK(!office.listed(next));
        CHECK(store.revocations()[0].requested_by == "noy");
        CHECK(store.revocations()[0].confirmed_by == "dao");
    });
}

TEST_CASE("life: an old card that is not brought counts as lost, unless it must come back")
{
    test::on_each_database([](Database& database, Store& store) {
        for (const Reason reason : {Reason::address, Reason::name, Reason::photo, Reason::age, Reason::expired}) {
            LifeOffice office{database, store, std::string{rule(reason).name} + "/"};
            const std::string before = office.delivered("A-1", "1");
            office.order(before, reason, "B-1");
            office.deliver(office.made("B-1", "1"), Surrender::missing);
            CHECK(office.state(before) == State::lost);
        }
        for (const Reason reason : {Reason::damaged, Reason::dead_chip}) {
            LifeOffice office{database, store, std::string{rule(reason).name} + "/"};
            const std::string before = office.delivered("A-1", "1");
            office.order(before, reason, "B-1");
            const std::string next = office.made("B-1", "1");
            CHECK(error_of([&] { office.deliver(next, Surrender::missing); }) == Errc::card_state);
            CHECK(office.state(before) == State::delivered);
            office.deliver(next, Surrender::taken_in);
            CHECK(office.state(before) == State::replaced);
        }
    });
}

TEST_CASE("life: a card that was brought with the order needs no word at the hand-over")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        office.order(before, Reason::dead_chip, "B-1", true);
        CHECK(office.state(before) == State::returned);
        office.deliver(before); // a mistake: its holder gets it back
        CHECK(office.state(before) == State::delivered);
        office.order(before, Reason::dead_chip, "B-1", true);
        const std::string next = office.made("B-1", "1");
        CHECK(error_of([&] { office.deliver(before); }) == Errc::card_state); // there is another one now
        office.deliver(next);
        CHECK(office.state(before) == State::replaced);
    });
}

TEST_CASE("life: a suspended card ends with the hand-over of its replacement")
{
    test::on_each_database([](Database& database, Store& store) {
        for (const Surrender surrender : {Surrender::taken_in, Surrender::missing}) {
            const bool taken_in = surrender == Surrender::taken_in;
            LifeOffice office{database, store, taken_in ? "brought/" : "missing/"};
            const std::string before = office.delivered("A-1", "1");
            office.order(before, Reason::photo, "B-1");
            const std::string next = office.made("B-1", "1");
            office.report(before);
            CHECK(error_of([&] { office.deliver(next); }) == Errc::card_state);
            office.deliver(next, surrender);
            CHECK(office.state(before) == (taken_in ? State::replaced : State::lost));
            CHECK(office.listed(before) == (taken_in ? CardRevocation::replaced : CardRevocation::lost));
        }
    });
}

TEST_CASE("life: a lost card is in the lists before another is ordered for this reason")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        CHECK(error_of([&] { office.order(before, Reason::lost, "B-1"); }) == Errc::card_state);
        office.report(before);
        CHECK(error_of([&] { office.order(before, Reason::lost, "B-1"); }) == Errc::card_state);
        office.lose(before);
        CHECK(error_of([&] { office.order(before, Reason::stolen, "B-1"); }) == Errc::card_state);
        CHECK(error_of([&] { office.order(before, Reason::address, "B-1"); }) == Errc::card_state);
        office.order(before, Reason::lost, "B-1");
        office.deliver(office.made("B-1", "1")); // nothing is to be said of the old one
        CHECK(office.state(before) == State::lost);
    });
}

TEST_CASE("life: one replacement at a time, for the same citizen, of an application without a card")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        const std::string other = office.delivered("A-2", "2");
        CHECK(error_of([&] { office.order(before, Reason::name, "A-2"); }) == Errc::job_state);
        office.order(before, Reason::name, "B-1");
        CHECK_NOTHROW(office.order(before, Reason::name, "B-1"));
        CHECK(error_of([&] { office.order(other, Reason::name, "B-1"); }) == Errc::job_state);
        CHECK(error_of([&] { office.made("B-1", "2"); }) == Errc::record_rejected); // another citizen's
        // Its number was wrong: nothing came of it yet, so another order takes its place.
        office.order(before, Reason::name, "B-2");
        CHECK(error_of([&] { office.made("B-1", "1"); }) == Errc::record_rejected);
        const std::string next = office.made("B-2", "1");
        CHECK(error_of([&] { office.order(before, Reason::photo, "B-3"); }) == Errc::job_state);
        CHECK(error_of([&] { office.made("B-3", "1"); }) == Errc::record_rejected);
        // Unless the new card ends before it was handed over.
        office.withdraw(next);
        office.order(before, Reason::photo, "B-3");
        office.deliver(office.made("B-3", "1"), Surrender::taken_in);
        CHECK(office.state(before) == State::replaced);
    });
}

TEST_CASE("life: what takes the place of a misprinted replacement replaces the first card")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        CHECK(error_of([&] { office.order(before, Reason::misprint, "B-1"); }) == Errc::card_state);
        office.order(before, Reason::damaged, "B-1");
        const std::string misprinted = office.made("B-1", "1");
        office.order(misprinted, Reason::misprint, "C-1");
        CHECK(office.state(misprinted) == State::spoilt);
        CHECK(error_of([&] { office.deliver(misprinted, Surrender::taken_in); }) == Errc::card_state);
        // The second person: revoke --reason replaced --confirm.
        CHECK_NOTHROW(require_revocable(database, misprinted, "replaced"));
        CHECK(error_of([&] { require_revocable(database, before, "replaced"); }) == Errc::replacement_missing);
        store.confirm_revocation(misprinted, CardRevocation::replaced, "keo", office.time);
        CHECK(office.state(misprinted) == State::replaced);
        CHECK(office.state(before) == State::delivered);
        const std::string next = office.made("C-1", "1");
        CHECK(error_of([&] { office.deliver(next, Surrender::missing); }) == Errc::card_state); // still a damaged one
        office.deliver(next, Surrender::taken_in);
        CHECK(office.state(before) == State::replaced);
    });
}

TEST_CASE("life: a misprinted first card ends with the hand-over of the second, if nobody confirmed it before")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string misprinted = office.made("A-1", "1");
        office.order(misprinted, Reason::misprint, "B-1");
        CHECK(office.listed(misprinted) == CardRevocation::lost); // at once: its chip is good
        office.deliver(office.made("B-1", "1"));
        CHECK(office.state(misprinted) == State::replaced);
        CHECK(office.listed(misprinted) == CardRevocation::replaced);
    });
}

TEST_CASE("life: who released or made a card, or ordered it, does not hand it over")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.made("A-1", "1");
        CHECK(error_of([&] { office.deliver(before, Surrender::nothing_said, "noy"); }) == Errc::role_excluded);
        CHECK(error_of([&] { office.deliver(before, Surrender::nothing_said, "keo"); }) == Errc::role_excluded);
        office.deliver(before);
        order_replacement(database, store,
            {.document_number = before, .reason = Reason::photo, .application = "B-1", .person = "dao"}, office.time);
        const std::string next = office.made("B-1", "1");
        CHECK(error_of([&] { office.deliver(next, Surrender::taken_in); }) == Errc::role_excluded);
        CHECK(office.state(before) == State::delivered);
        CHECK_NOTHROW(office.deliver(next, Surrender::taken_in, "bee"));
    });
}

TEST_CASE("life: who ordered a replacement does not hand it over, whatever the reason")
{
    test::on_each_database([](Database& database, Store& store) {
        for (const ReasonRule& row : reasons) {
            CAPTURE(row.name);
            LifeOffice office{database, store, std::string{row.name} + "/"};
            const std::string before = office.made("A-1", "1");
            if (row.old_card != OldCard::undelivered)
                office.deliver(before);
            if (row.old_card == OldCard::revoked)
                office.lose(before, *card::trust::card_revocation_named(row.name));
            office.order(before, row.reason, "B-1", false, "bee");
            if (row.old_card == OldCard::undelivered) // final before the hand-over, as what was lost is
                store.confirm_revocation(before, CardRevocation::replaced, "keo", office.time);
            const std::string next = office.made("B-1", "1");
            const State stood = office.state(before);
            CHECK(error_of([&] { office.deliver(next, Surrender::taken_in, "bee"); }) == Errc::role_excluded);
            CHECK(office.state(next) == State::made);
            CHECK(office.state(before) == stood);
            CHECK_NOTHROW(office.deliver(next, Surrender::taken_in, "dao"));
        }
    });
}

TEST_CASE("life: a card is handed over by another than the one whose order it was made by")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        const std::string before = office.delivered("A-1", "1");
        office.order(before, Reason::photo, "B-1", false, "bee");
        office.order(before, Reason::photo, "B-2", false, "bee"); // cancels the first
        office.order(before, Reason::photo, "B-1", false, "dao"); // and this one the second
        const std::string next = office.made("B-1", "1");
        CHECK(error_of([&] { office.deliver(next, Surrender::taken_in, "dao"); }) == Errc::role_excluded);
        CHECK_NOTHROW(office.deliver(next, Surrender::taken_in, "bee"));
    });
}

TEST_CASE("life: a card that nobody found good is not handed over")
{
    test::on_each_database([](Database& database, Store& store) {
        LifeOffice office{database, store};
        office.checks = false;
        const std::string document = office.made("A-1", "1");
        CHECK(error_of([&] { office.deliver(document); }) == Errc::card_state);
        CHECK(office.state(document) == State::made);
        office.check(document);
        CHECK_NOTHROW(office.deliver(document));
    });
}
