// SPDX-License-Identifier: Apache-2.0
// Whoever has the store in his hands, and no staff card: each act that he enters in another's name is found.
#include "working_office.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace perso;
using namespace perso::people;
using card::Errc;
using test::error_of;
using test::office_begin;
using test::work;
using test::WorkingOffice;

namespace {

bool names(const std::vector<std::string>& faults, const std::string& words)
{
    return std::any_of(
        faults.begin(), faults.end(), [&](const std::string& fault) { return fault.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("acts: what was signed is whole; of the key ceremony it is counted")
{
    WorkingOffice office;
    const SignatureReport report = verify_signatures(office.database, {office.authority});
    CHECK(report.faults.empty());
    CHECK(report.signatures == 3);
    CHECK(report.acts == 2);     // import, approve
    CHECK(report.unbound == 11); // three cards: import, approve, claim; two of the staff
}

TEST_CASE("acts: an approval in another's name is found, and no card is made of it")
{
    WorkingOffice office;
    CHECK_FALSE(office.claimed("T-1"));
    office.import("T-2");
    CHECK(office.claimed("T-2") == Errc::audit_broken); // not approved at all

    SUBCASE("entered as the program does")
    {
        office.store.approve("T-2", "keo", work);
        CHECK(office.faults().size() == 1);
        CHECK(office.faults().front().find("(approve by keo) is not signed") != std::string::npos);
    }
    SUBCASE("entered in the table alone")
    {
        office.place.lawless("UPDATE job SET state = 'approved', approved_by = 'keo', approved_at = imported_at "
                             "WHERE application = 'T-2'");
        CHECK(office.faults().size() == 1);
    }
    SUBCASE("with a signature for another record")
    {
        office.sign("keo", "approve", {"T-2", decided("record", std::string(64, '0'))});
        office.store.approve("T-2", "keo", work);
        CHECK(office.faults().size() == 1);
    }
    SUBCASE("with a signature for another application")
    {
        office.sign("keo", "approve", {"T-3", office.record("T-2")});
        office.store.approve("T-2", "keo", work);
        CHECK(office.faults().size() == 1);
    }
    SUBCASE("signed by the one who imported it")
    {
        office.sign("noy", "approve", {"T-2", office.record("T-2")});
        office.store.approve("T-2", "keo", work);
        CHECK(office.faults().size() == 1);
    }
    SUBCASE("signed a second too long ago")
    {
        office.sign("keo", "approve", {"T-2", office.record("T-2")}, work - signature_stands - std::chrono::seconds{1});
        office.store.approve("T-2", "keo", work);
        CHECK(office.faults().size() == 1);
    }
    CHECK(office.claimed("T-2") == Errc::audit_broken);
    CHECK_FALSE(office.claimed("T-1"));
}

TEST_CASE("acts: what was withdrawn is not approved again by the signature of before")
{
    WorkingOffice office;
    office.sign("noy", "withdraw", {"T-1"});
    office.store.withdraw("T-1", "noy", work);
    CHECK(office.claimed("T-1") == Errc::audit_broken);
    office.import("T-1", R"({"corrected":true})");
    office.store.approve("T-1", "keo", work);
    CHECK(office.claimed("T-1") == Errc::audit_broken);
    CHECK(office.faults().size() == 1);
}

TEST_CASE("acts: a run is signed anew after a day; an approval by the statements of before counts")
{
    WorkingOffice office;
    CHECK_FALSE(office.claimed("T-1", work + signature_stands));
    CHECK(office.claimed("T-1", work + signature_stands + std::chrono::seconds{1}) == Errc::staff_card_needed);
    CHECK(error_of([&] { require_signed_approval(office.database, "T-1", "dao", {office.authority}, work); }) ==
          Errc::staff_card_needed);
    const test::StaffOffice other;
    CHECK(error_of([&] { require_signed_approval(office.database, "T-1", "noy", {other.authority}, work); }) ==
          Errc::audit_broken);

    office.import("T-2");
    office.sign("keo", "approve", {"T-2"}, work, 1);
    office.store.approve("T-2", "keo", work);
    CHECK_FALSE(office.claimed("T-2"));
    CHECK(office.faults().empty());
}

TEST_CASE("acts: founders' records need no signature of their own")
{
    WorkingOffice office;
    CHECK_FALSE(office.claimed("F-1"));
}

TEST_CASE("acts: any entry in a person's name that nobody signed is found")
{
    const std::set<std::string_view> signed_for_the_day{"import", "batch", "batch-done", "claim", "resume"};
    WorkingOffice office;
    std::vector<std::string_view> events{"something new"};
    for (const SignedEvent& row : signed_events)
        if (!signed_for_the_day.contains(row.event))
            events.push_back(row.event);
    for (const std::string_view event : events)
        office.enter(event, "noy", office.made.id);
    office.enter("foreign-card", "noy", {}); // what lay in the reader
    const auto faults = office.faults();
    for (const std::string_view event : events) {
        CAPTURE(event);
        CHECK(names(faults, std::string{event} + " by noy) is not signed"));
    }
    CHECK(faults.size() == events.size());
}

TEST_CASE("acts: what people do is not done by nobody")
{
    WorkingOffice office;
    for (const SignedEvent& row : signed_events)
        office.enter(row.event, {}, office.made.id);
    office.enter("issued", {}, office.made.id); // the station's own
    const auto faults = office.faults();
    std::size_t forged = 0;
    for (const SignedEvent& row : signed_events) {
        const bool by_itself = row.event == "purged" || row.event == "checkpoint";
        CAPTURE(row.event);
        CHECK(names(faults, "(" + std::string{row.event} + " by nobody) is not signed") == !by_itself);
        forged += by_itself ? 0 : 1;
    }
    CHECK(faults.size() == forged);
}

TEST_CASE("acts: rows that name a person without an entry of the journal are found")
{
    const auto found = [](const std::string& sql, std::size_t faults = 1) {
        WorkingOffice office;
        office.place.lawless(sql);
        CAPTURE(sql);
        CHECK(office.faults().size() == faults);
    };
    const std::string at = std::to_string(work.time_since_epoch().count());
    const std::string card = "(SELECT id FROM card WHERE application = 'F-3')";
    found("UPDATE card SET operator = 'dao' WHERE application = 'F-3'");
    found("UPDATE job SET imported_by = 'dao' WHERE application = 'T-1'");
    found("UPDATE card SET delivered_at = " + at + " WHERE application = 'F-3'");
    found("INSERT INTO card_act (application, card, act, person, at) VALUES ('F-3', " + card + ", 'checked', 'dao', " +
          at + ")");
    found("INSERT INTO card_hold (card, round, held_by, held_at, reference, lifted_by, lifted_at) VALUES (" + card +
              ", 1, 'noy', " + at + ", '', 'keo', " + at + ")",
        2); // held, and lifted
    found("INSERT INTO replacement (application, card, reason, ordered_by, ordered_at) VALUES ('T-9', " + card +
          ", 'damaged', 'noy', " + at + ")");
    found("INSERT INTO revocation (card, reason, reference, requested_by, requested_at) VALUES (" + card +
          ", 'lost', '', 'noy', " + at + ")");
    found("INSERT INTO staff_role (person, role) VALUES ('noy', 'approver')");
}

TEST_CASE("acts: who ordered a replacement has requested the revocation of that card, and of no other")
{
    WorkingOffice office;
    office.sign(
        "noy", "replace", {office.made.document_number, decided("reason", "damaged"), decided("application", "T-9")});
    office.database.change([&] {
        office.database.execute(
            "life_order", {{":application", "T-9"}, {":card", office.made.id}, {":reason", "damaged"},
                              {":person", "noy"}, {":at", std::int64_t{work.time_since_epoch().count()}}});
        audit::note(office.database, work,
            {.event = "replacement ordered", .card = office.made.id, .person = "noy", .detail = "damaged by T-9"});
    });
    office.enter("revocation requested", "noy", office.made.id, work + 2 * signature_stands); // at the hand-over
    CHECK(office.faults().empty());
    office.enter("revocation requested", "keo", office.made.id, work + 2 * signature_stands);
    CHECK(office.faults().size() == 1);
    office.enter("revocation requested", "noy", office.keo.id, work + 2 * signature_stands);
    CHECK(office.faults().size() == 2);
}

TEST_CASE("acts: an office of before is verified without faults, and its acts are counted")
{
    test::StaffOffice office;
    office.issue("F-1", "noy", "keo");
    const SignatureReport report = verify_signatures(office.database, {office.authority});
    CHECK(report.faults.empty());
    CHECK(report.acts == 0);
    CHECK(report.unbound == 3);
}
