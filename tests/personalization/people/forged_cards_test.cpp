// SPDX-License-Identifier: Apache-2.0
// Whoever has the store in his hands: a card, a certificate or a time that he gives a person of the staff is found.
#include "working_office.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace perso;
using namespace perso::people;
using card::Errc;
using test::error_of;
using test::work;
using test::WorkingOffice;

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

namespace {

bool tells(const std::vector<std::string>& faults, const std::string& words)
{
    return std::any_of(
        faults.begin(), faults.end(), [&](const std::string& fault) { return fault.find(words) != std::string::npos; });
}

const std::string key_of = "(SELECT hash FROM card_key JOIN card ON card.id = card_key.card WHERE application = ";

} // namespace

TEST_CASE("acts: a row of a staff card that is not what two people have signed is found")
{
    const auto found = [](const std::string& sql, const std::string& words) {
        ChangingOffice office;
        office.change_card();
        REQUIRE(office.faults().empty());
        office.place.lawless(sql);
        CAPTURE(sql);
        CHECK(tells(office.faults(), words));
    };
    const auto changed = [](const std::string& change) {
        return "UPDATE staff_card SET " + change + " WHERE person = 'keo' AND withdrawn_at IS NULL";
    };
    const auto entered = [&](card::Time time) {
        return changed("entered_at = " + std::to_string(time.time_since_epoch().count()));
    };
    const std::string another = "document_number = (SELECT document_number FROM card WHERE application = 'F-1')";
    found(changed(another), "the staff card of keo is not signed by noy");
    found(changed(another), "(staff_card by keo) is not signed");
    found(changed("entered_by = 'keo'"), "the staff card of keo was requested and confirmed by keo");
    found(changed("entered_by = 'dao'"), "the staff card of keo is not signed by dao");
    found(entered(test::office_begin + std::chrono::seconds{1}), "the staff card of keo has another time than entry");
    found(entered(after_the_change), "the staff card of keo has another time than entry");
    found(entered(test::office_begin - std::chrono::seconds{1}), "the staff card of keo is not signed by noy");
    found(changed("key_hash = " + key_of + "'F-3' AND slot = '9D')"), "the staff card of keo has another key than");
    found("UPDATE card SET document_number = 'LA0000099' WHERE application = 'F-3'",
        "the staff card of keo has another key than");
}

TEST_CASE("acts: a staff card needs what both have signed about this document")
{
    WorkingOffice office;
    const std::string document = decided("document", office.made.document_number);
    const std::string other = decided("document", office.noy.document_number);
    SUBCASE("the second one signed another")
    {
        office.sign("noy", "staff-card", {"keo", document});
        office.sign("keo", "staff-card-confirm", {"keo", other});
        office.change_card();
        CHECK(office.faults().size() == 1);
        CHECK(tells(office.faults(), "(staff_card by keo) is not signed"));
    }
    SUBCASE("the first one signed another")
    {
        office.sign("noy", "staff-card", {"keo", other});
        office.sign("keo", "staff-card-confirm", {"keo", document});
        office.change_card();
        CHECK(office.faults() == std::vector<std::string>{"the staff card of keo is not signed by noy"});
    }
    SUBCASE("the first one signed it with the statements of before")
    {
        office.sign("noy", "staff-card", {"keo"}, work, 1);
        office.sign("keo", "staff-card-confirm", {"keo", document});
        office.change_card();
        CHECK(office.faults() == std::vector<std::string>{"the staff card of keo is not signed by noy"});
    }
    SUBCASE("one person signed both")
    {
        office.sign("noy", "staff-card", {"keo", document});
        office.sign("noy", "staff-card-confirm", {"keo", document});
        const std::string now = std::to_string(work.time_since_epoch().count());
        office.place.lawless("UPDATE staff_card SET withdrawn_at = " + now +
                             " WHERE person = 'keo'; INSERT INTO staff_card (key_hash, person, document_number, "
                             "certificate, entered_by, entered_at) VALUES (" +
                             key_of + "'F-3' AND slot = '9A'), 'keo', '" + office.made.document_number + "', " +
                             test::ADatabase::blob("") + ", 'noy', " + now + ")");
        office.database.change(
            [&] { audit::note(office.database, work, {.event = "staff_card", .person = "noy", .detail = "keo"}); });
        CHECK(office.faults() == std::vector<std::string>{"the staff card of keo was requested and confirmed by noy"});
    }
}

TEST_CASE("acts: a person is entered with the document and the roles that two people have signed")
{
    WorkingOffice office;
    const std::vector<std::string> said{
        "dao", decided("document", office.made.document_number), decided("role", "auditor")};
    std::vector<std::string> confirmed = said;
    SUBCASE("the same") {}
    SUBCASE("another document")
    {
        confirmed[1] = decided("document", office.noy.document_number);
    }
    SUBCASE("another role")
    {
        confirmed[2] = decided("role", "operator");
    }
    office.sign("noy", "staff-add", said);
    office.sign("keo", "staff-add-confirm", confirmed);
    const NewMember dao{{"dao", {}, {Role::auditor}}, office.made.document_number};
    Staff{office.database}.request_add(dao, "noy", work);
    Staff{office.database}.confirm_add(dao, "keo", work);
    CHECK(tells(office.faults(), "(staff_add by keo) is not signed") == (confirmed != said));
    CHECK(office.faults().size() == (confirmed != said ? 1U : 0U));
}

TEST_CASE("acts: staff cards that were entered before signatures bound acts are taken as they are")
{
    test::StaffOffice office;
    const auto noy = office.issue("F-1", "noy", "keo");
    const auto keo = office.issue("F-2", "keo", "noy");
    const auto made = office.issue("F-3", "noy", "keo");
    Staff staff{office.database};
    staff.add({{"noy", {}, {Role::operator_, Role::supervisor}}, noy.document_number}, "keo", test::office_begin);
    staff.add({{"keo", {}, {Role::approver, Role::supervisor}}, keo.document_number}, "noy", test::office_begin);
    staff.request_card("keo", made.document_number, "noy", work);
    staff.confirm_card("keo", made.document_number, "keo", work);
    staff.keep_certificate(staff.require("noy", Role::supervisor), noy.certificate);
    const card::Bytes statement = encode(new_statement(office.database, "noy", {"run", {}}, work));
    add_signature(
        office.database, staff.require("noy", Role::supervisor), statement, noy.authentication.sign(statement), work);
    CHECK(verify_signatures(office.database, {office.authority}).faults.empty());
}
