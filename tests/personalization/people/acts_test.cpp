// SPDX-License-Identifier: Apache-2.0
#include "excluding_acts.hpp"
#include "people/acts.hpp"
#include "staff_office.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace perso;
using namespace perso::people;
using card::Errc;
using test::error_of;
using test::office_begin;

namespace {

using Pairs = std::set<std::pair<std::string, std::string>>;

std::vector<std::pair<std::string, std::string>> done(store::Database& database, const Subject& subject)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const DoneAct& act : acts(database, subject))
        out.emplace_back(name(act.act), act.person);
    return out;
}

/// As a program would that asks nobody.
bool written(store::Database& database, const Subject& subject, Act act, const std::string& person)
{
    return !error_of([&] {
        database.execute("people_add_act", {{":application", subject.application}, {":card", *subject.card},
                                               {":act", name(act)}, {":person", person}, {":at", std::int64_t{0}}});
    });
}

} // namespace

TEST_CASE("acts: the store has the tables of exclusion.hpp")
{
    test::StaffOffice office;
    Pairs stored;
    for (const auto& row : office.place.ask("SELECT one, other FROM act_exclusion"))
        stored.emplace(row.at(0), row.at(1));
    Pairs wanted;
    for (const Exclusion& exclusion : exclusions) {
        wanted.emplace(name(exclusion.one), name(exclusion.other));
        wanted.emplace(name(exclusion.other), name(exclusion.one));
    }
    CHECK(stored == wanted);

    Pairs acts_stored;
    for (const auto& row : office.place.ask("SELECT name, begins_with FROM act"))
        acts_stored.emplace(row.at(0), row.at(1));
    Pairs acts_wanted;
    for (const ActRule& rule : act_rules)
        acts_wanted.emplace(rule.name, name(rule.begins_with));
    CHECK(acts_stored == acts_wanted);
}

TEST_CASE("acts: for every pair of acts the store refuses exactly what the table forbids")
{
    test::StaffOffice office;
    const auto card = office.issue("A-1", "noy", "keo");
    const Subject subject{"A-1", card.id};
    int persons = 0;
    for (const ActRule& first : act_rules)
        for (const ActRule& second : act_rules) {
            CAPTURE(first.name);
            CAPTURE(second.name);
            const std::string one = "p" + std::to_string(++persons);
            const std::string other = "q" + std::to_string(persons);
            for (const Act opening : {Act::imported, Act::revocation_requested, Act::service_ordered})
                REQUIRE(written(office.database, subject, opening, "somebody"));
            REQUIRE(written(office.database, subject, first.act, one));
            const bool opens = second.begins_with == second.act; // what was before counts no more
            const bool refused = !opens && test::exclude_each_other(first.act, second.act);
            CHECK(error_of([&] { require_may(office.database, subject, second.act, one); }) ==
                  (refused ? std::optional{Errc::role_excluded} : std::nullopt));
            CHECK(error_of([&] { record_act(office.database, subject, second.act, one, office_begin); }) ==
                  (refused ? std::optional{Errc::role_excluded} : std::nullopt));
            if (refused)
                CHECK_FALSE(written(office.database, subject, second.act, one)); // nor by the schema
            CHECK(written(office.database, subject, second.act, other));
        }
}

TEST_CASE("acts: jobs, cards and revocations record their people by themselves")
{
    test::StaffOffice office;
    const auto card = office.issue("A-1", "noy", "keo");
    using List = std::vector<std::pair<std::string, std::string>>;
    const Subject subject{"A-1", card.id};
    CHECK(done(office.database, subject) == List{{"imported", "noy"}, {"approved", "keo"}, {"encoded", "noy"}});
    office.store.request_revocation(card.document_number, card::trust::CardRevocation::lost, "", "dao", office_begin);
    office.store.request_revocation(card.document_number, card::trust::CardRevocation::lost, "", "noy", office_begin);
    office.store.confirm_revocation(card.document_number, card::trust::CardRevocation::lost, "dao", office_begin);
    CHECK(done(office.database, subject) == List{{"imported", "noy"}, {"approved", "keo"}, {"encoded", "noy"},
                                                {"revocation_requested", "noy"}, {"revocation_confirmed", "dao"}});
}

TEST_CASE("acts: a corrected record begins anew, and its approver of yesterday may bring it")
{
    test::StaffOffice office;
    const auto import = [&](const std::string& person) {
        office.store.import(
            {.number = "A-1", .personal_number = "1", .record = "{}", .photograph = {0xFF}}, person, office_begin);
    };
    import("noy");
    office.store.approve("A-1", "keo", office_begin);
    office.store.withdraw("A-1", "noy", office_begin);
    import("keo");
    CHECK(error_of([&] { require_may(office.database, {"A-1"}, Act::approved, "keo"); }) == Errc::role_excluded);
    office.store.approve("A-1", "noy", office_begin);
    using List = std::vector<std::pair<std::string, std::string>>;
    CHECK(done(office.database, {"A-1"}) == List{{"imported", "keo"}, {"approved", "noy"}});
}

TEST_CASE("acts: who spoilt one card may check the next of the same application, which another made")
{
    test::StaffOffice office;
    office.store.import(
        {.number = "A-1", .personal_number = "1", .record = "{}", .photograph = {0xFF}}, "noy", office_begin);
    office.store.approve("A-1", "keo", office_begin);
    const auto first =
        office.store.claim({.application = "A-1", .operator_ = "noy", .kdd = {1}, .guid = {1}}, office_begin);
    office.store.give_up(first.card, Errc::card_removed, "blank card", office_begin);
    const auto second =
        office.store.claim({.application = "A-1", .operator_ = "dao", .kdd = {2}, .guid = {2}}, office_begin);
    const auto may = [&](std::int64_t card, const std::string& person) {
        return !error_of([&] { require_may(office.database, {"A-1", card}, Act::checked, person); });
    };
    CHECK_FALSE(may(first.card, "noy"));
    CHECK(may(second.card, "noy"));
    CHECK_FALSE(may(second.card, "dao"));
    CHECK_FALSE(may(second.card, "keo")); // released it, whichever the card
}

TEST_CASE("acts: what was done stays, and the table of exclusions too")
{
    test::StaffOffice office;
    office.issue("A-1", "noy", "keo");
    CHECK_THROWS(office.place.sql("UPDATE card_act SET person = 'dao'"));
    CHECK_THROWS(office.place.sql("DELETE FROM card_act"));
    CHECK_THROWS(office.place.sql("DELETE FROM act_exclusion"));
    CHECK_THROWS(office.place.sql("INSERT INTO act_exclusion (one, other) VALUES ('imported', 'encoded')"));
    CHECK_THROWS(office.place.sql("UPDATE act SET begins_with = name"));
    CHECK_THROWS(office.place.sql("INSERT INTO act (name, begins_with) VALUES ('printed', 'imported')"));
}
