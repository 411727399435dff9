// SPDX-License-Identifier: Apache-2.0
// Whoever has the store in his hands: a card, a certificate or a time that he gives a person of the staff is found.
#include "working_office.hpp"

#include <doctest/doctest.h>

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
