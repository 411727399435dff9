// SPDX-License-Identifier: Apache-2.0
// Whoever has the store in his hands, and no staff card: each act that he enters in another's name is found.
#include "audit/note.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "people/signed_acts.hpp"
#include "people/signed_approval.hpp"
#include "staff_office.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace perso;
using namespace perso::people;
using card::Errc;
using test::error_of;
using test::office_begin;

namespace {

constexpr card::Time work = office_begin + signature_stands + std::chrono::hours{1};

/// An office after its key ceremony, in which noy has imported T-1 and keo has approved it, both with their cards.
struct WorkingOffice : test::StaffOffice {
    Issued noy = issue("F-1", "noy", "keo");
    Issued keo = issue("F-2", "keo", "noy");
    Issued made = issue("F-3", "noy", "keo"); ///< a card of nobody of the staff

    WorkingOffice()
    {
        Staff staff{database};
        staff.add({{"noy", {}, {Role::operator_, Role::supervisor}}, noy.document_number}, "keo", office_begin);
        staff.add({{"keo", {}, {Role::approver, Role::supervisor}}, keo.document_number}, "noy", office_begin);
        enter("ceremony", "noy", {}, office_begin);
        certify();
        sign("noy", "import", {"00ff"});
        import("T-1");
        approve("T-1");
        sign("noy", "run", {});
    }

    /// As the first use of each card does.
    void certify()
    {
        Staff staff{database};
        for (const auto& [person, card] : {std::pair{"noy", &noy}, std::pair{"keo", &keo}}) {
            const StaffMember member = staff.require(person, Role::supervisor);
            if (member.certificate.empty())
                staff.keep_certificate(member, card->certificate);
        }
    }

    void sign(const std::string& person, const std::string& action, const std::vector<std::string>& subjects,
        card::Time at = work, std::uint64_t version = 2)
    {
        const auto& card = person == "noy" ? noy : keo;
        Statement statement = new_statement(database, person, {action, subjects}, at);
        statement.version = version;
        const card::Bytes der = encode(statement);
        add_signature(
            database, Staff{database}.require(person, Role::supervisor), der, card.authentication.sign(der), work);
    }

    /// Past the program, which would refuse it.
    void sign_with(const Issued& card, const Statement& statement, card::Time now)
    {
        const card::Bytes der = encode(statement);
        const card::Bytes signature = card.authentication.sign(der);
        const std::string digest =
            card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, {card::ByteView{der}, signature}));
        const card::Bytes key_hash = card::pki::key_hash(card.authentication.key());
        database.change([&] {
            database.execute("people_add_signature",
                {{":key_hash", card::ByteView{key_hash}}, {":person", std::string_view{statement.person}},
                    {":at", std::int64_t{statement.at.time_since_epoch().count()}}, {":statement", card::ByteView{der}},
                    {":signature", card::ByteView{signature}}});
            audit::note(database, now,
                {.event = "staff_signature", .person = statement.person, .detail = statement.action + " " + digest});
        });
    }

    /// Keo gets another card: Noy says so, and Keo with the one before.
    void change_card()
    {
        Staff{database}.request_card("keo", made.document_number, "noy", work);
        Staff{database}.confirm_card("keo", made.document_number, "keo", work + std::chrono::seconds{1});
    }

    std::string record(const std::string& application)
    {
        const auto row = database.row("seal_digest", {{":application", std::string_view{application}}});
        return decided("record", card::to_hex(row.value().bytes(0)));
    }

    void import(const std::string& application, const std::string& content = "{}")
    {
        store.import({.number = application, .personal_number = application, .record = content, .photograph = {0xFF}},
            "noy", work);
    }

    void approve(const std::string& application)
    {
        sign("keo", "approve", {application, record(application)});
        store.approve(application, "keo", work);
    }

    /// An entry about nothing that stands in the chain as it should.
    void enter(std::string_view event, std::string_view person, std::optional<std::int64_t> card, card::Time at = work)
    {
        database.change([&] {
            audit::note(
                database, at, {.event = event, .card = card, .application = "T-7", .person = person, .detail = "lost"});
        });
    }

    std::vector<std::string> faults() { return verify_signatures(database, {authority}).faults; }

    std::optional<Errc> claimed(const std::string& application, card::Time now = work)
    {
        return error_of([&] { require_signed_approval(database, application, "noy", {authority}, now); });
    }
};

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
    WorkingOffice office;
    std::size_t forged = 0;
    for (const SignedEvent& row : signed_events) {
        if (row.event == "import" || row.event == "batch" || row.event == "batch-done" || row.event == "claim" ||
            row.event == "resume") // which noy has signed for this day
            continue;
        office.enter(row.event, "noy", office.made.id);
        CAPTURE(row.event);
        CHECK(office.faults().size() == ++forged);
    }
    office.enter("something new", "noy", {});
    CHECK(office.faults().size() == ++forged);
    office.enter("foreign-card", "noy", {}); // what lay in the reader
    CHECK(office.faults().size() == forged);
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
        const std::string fault = "(" + std::string{row.event} + " by nobody) is not signed";
        const bool found = std::any_of(
            faults.begin(), faults.end(), [&](const std::string& one) { return one.find(fault) != std::string::npos; });
        const bool by_itself = row.event == "purged" || row.event == "checkpoint";
        CAPTURE(row.event);
        CHECK(found == !by_itself);
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
            "life_order", {{":application", std::string_view{"T-9"}}, {":card", office.made.id},
                              {":reason", std::string_view{"damaged"}}, {":person", std::string_view{"noy"}},
                              {":at", std::int64_t{work.time_since_epoch().count()}}});
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

TEST_CASE("acts: another card in a person's name is found")
{
    WorkingOffice office;
    office.change_card();
    CHECK(office.faults().size() == 3); // both entries, and the card itself
}

TEST_CASE("acts: another card that two people have signed is the person's")
{
    WorkingOffice office;
    office.sign("noy", "staff-card", {"keo", decided("document", office.made.document_number)});
    office.sign("keo", "staff-card-confirm", {"keo", decided("document", office.made.document_number)});
    office.change_card();
    CHECK(office.faults().empty());
}

TEST_CASE("acts: whose certificate is put in before a card's first use does not sign as that person")
{
    WorkingOffice office;
    office.sign("noy", "staff-card", {"keo", decided("document", office.made.document_number)});
    office.sign("keo", "staff-card-confirm", {"keo", decided("document", office.made.document_number)});
    office.change_card();
    office.import("T-2");
    CHECK(office.faults().empty());

    // The schema allows it. The certificate is of this office, for a card of nobody of the staff.
    const test::SoftwareCard other;
    const auto certificate = office.certificate(card::pki::CitizenPurpose::authentication, other.key());
    office.place.sql("UPDATE staff_card SET certificate = " + test::ADatabase::blob(card::to_hex(certificate.der())) +
                     " WHERE person = 'keo' AND withdrawn_at IS NULL");
    const StaffMember keo = Staff{office.database}.require("keo", Role::approver);
    CHECK(error_of([&] { require_issued(keo, {office.authority}, work); }) == Errc::staff_card_wrong);
    const card::Bytes statement =
        encode(new_statement(office.database, "keo", {"approve", {"T-2", office.record("T-2")}}, work));
    add_signature(office.database, keo, statement, other.sign(statement), work);
    office.store.approve("T-2", "keo", work);
    CHECK(office.claimed("T-2") == Errc::audit_broken);
    CHECK(office.faults().size() == 3); // the signature, its entry, and the approval
}

namespace {

constexpr card::Time after_the_change = work + audit::clock_slack + std::chrono::seconds{2};

/// Noy and Keo have signed that Keo gets another card.
struct ChangingOffice : WorkingOffice {
    ChangingOffice()
    {
        sign("noy", "staff-card", {"keo", decided("document", made.document_number)});
        sign("keo", "staff-card-confirm", {"keo", decided("document", made.document_number)});
        import("T-2");
    }

    Statement approval(card::Time at)
    {
        return new_statement(database, "keo", {"approve", {"T-2", record("T-2")}}, at);
    }
};

} // namespace

TEST_CASE("acts: what a card signed before it was withdrawn counts")
{
    ChangingOffice office;
    office.sign_with(office.keo, office.approval(work), work);
    office.change_card();
    office.store.approve("T-2", "keo", after_the_change);
    CHECK(office.faults().empty());
}

TEST_CASE("acts: a card that was withdrawn signs no more, whatever time the statement names")
{
    ChangingOffice office;
    const StaffMember keo = Staff{office.database}.require("keo", Role::approver);
    office.change_card(); // keo lost it
    CHECK(office.faults().empty());
    const card::Bytes der = encode(office.approval(work));
    CHECK(error_of([&] { add_signature(office.database, keo, der, office.keo.authentication.sign(der), work); }) ==
          Errc::staff_card_wrong);
    SUBCASE("a statement of a later time")
    {
        office.sign_with(office.keo, office.approval(after_the_change), after_the_change);
        office.store.approve("T-2", "keo", after_the_change);
        CHECK(office.claimed("T-2", after_the_change) == Errc::audit_broken);
        CHECK(office.faults().size() == 3); // the signature, its entry, and the approval
    }
    SUBCASE("a statement that names a time before")
    {
        office.sign_with(office.keo, office.approval(work), after_the_change);
        office.store.approve("T-2", "keo", after_the_change);
        CHECK(office.faults().size() == 2); // the signature, and the approval
    }
    SUBCASE("the new card, of a time when it was in nobody's hands")
    {
        Staff staff{office.database};
        staff.keep_certificate(staff.require("keo", Role::approver), office.made.certificate);
        office.sign_with(office.made, office.approval(work - audit::clock_slack - std::chrono::seconds{1}), work);
        office.store.approve("T-2", "keo", work);
        CHECK(office.claimed("T-2") == Errc::audit_broken);
        CHECK(office.faults().size() == 3);
    }
}

TEST_CASE("acts: a signature of a time when the certificate was not valid is found")
{
    WorkingOffice office;
    const card::Time expired = test::at(2036, 1, 2);
    office.import("T-2");
    office.sign_with(office.keo,
        new_statement(office.database, "keo", {"approve", {"T-2", office.record("T-2")}}, expired), expired);
    office.store.approve("T-2", "keo", expired);
    CHECK(office.faults().size() == 3); // the signature, its entry, and the approval
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
