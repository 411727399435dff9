// SPDX-License-Identifier: Apache-2.0
#include "staff_office.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::people;
using card::Errc;
using test::error_of;
using test::office_begin;

namespace {

/// Two founders with supervisors' roles, and their cards.
struct FoundedOffice : test::StaffOffice {
    Issued noy = issue("F-1", "noy", "keo");
    Issued keo = issue("F-2", "keo", "noy");
    Staff staff{database};

    FoundedOffice()
    {
        staff.add({{"noy", "Noy", {Role::operator_, Role::supervisor}}, noy.document_number}, "keo", office_begin);
        staff.add({{"keo", {}, {Role::approver, Role::supervisor}}, keo.document_number}, "noy", office_begin);
        staff.keep_certificate(staff.require("noy", Role::operator_), noy.certificate);
        staff.keep_certificate(staff.require("keo", Role::approver), keo.certificate);
    }

    /// By both founders.
    void enter(const NewMember& member)
    {
        staff.request_add(member, "noy", office_begin);
        staff.confirm_add(member, "keo", office_begin);
    }

    card::Bytes statement(const std::string& person)
    {
        return encode(new_statement(database, person, {"approve", {"VT-1"}}, office_begin));
    }
};

} // namespace

TEST_CASE("staff: people are entered with their own cards, each with roles")
{
    FoundedOffice office;
    CHECK(office.staff.members().size() == 2);
    const StaffMember member = office.staff.require("noy", Role::supervisor);
    CHECK(member.person.full_name == "Noy");
    CHECK(member.entered_by == "keo");
    CHECK(member.document_number == office.noy.document_number);
    CHECK(card::pki::Certificate::parse(member.certificate).public_key() == office.noy.authentication.key());
    CHECK(error_of([&] { office.staff.require("noy", Role::approver); }) == Errc::role_missing);
    CHECK(error_of([&] { office.staff.require("dao", Role::operator_); }) == Errc::person_unknown);
}

TEST_CASE("staff: a certificate comes from the card when it is first used, and is the one that the office made")
{
    FoundedOffice office;
    const auto dao = office.issue("F-3", "noy", "keo");
    office.enter({{"dao", {}, {Role::supervisor}}, dao.document_number});
    const StaffMember entered = office.staff.require("dao", Role::supervisor);
    CHECK(entered.certificate.empty());
    CHECK(error_of([&] { office.staff.keep_certificate(entered, office.noy.certificate); }) == Errc::staff_card_wrong);
    CHECK(error_of([&] { office.staff.keep_certificate(entered, {}); }) == Errc::staff_card_wrong);
    CHECK(office.staff.require("dao", Role::supervisor).certificate.empty());
    office.staff.keep_certificate(entered, dao.certificate);
    CHECK(office.staff.require("dao", Role::supervisor).certificate == dao.certificate);
    office.staff.keep_certificate(entered, dao.certificate); // another station was slower
    CHECK_THROWS(office.place.sql("UPDATE staff_card SET certificate = " + test::ADatabase::blob("3000")));
}

TEST_CASE("staff: what cannot be entered")
{
    FoundedOffice office;
    const auto dao = office.issue("F-3", "noy", "keo");
    const auto add = [&](Person person, const std::string& document) {
        return error_of([&] { office.staff.add({person, document}, "noy", office_begin); });
    };
    CHECK(add({"noy", {}, {Role::operator_}}, dao.document_number) == Errc::config_invalid); // the name was given
    CHECK(add({"Dao", {}, {Role::operator_}}, dao.document_number) == Errc::config_invalid);
    CHECK(add({"dao", {}, {}}, dao.document_number) == Errc::config_invalid);
    CHECK(add({"dao", {}, {Role::operator_}}, "LA9999999") == Errc::document_unknown);
    CHECK(add({"dao", {}, {Role::operator_}}, office.noy.document_number) == Errc::staff_card_wrong);
    CHECK(office.staff.members().size() == 2);                                             // nothing of them stayed
    CHECK(add({"dao", {}, {Role::operator_}}, dao.document_number) == Errc::store_failed); // a third one takes two
    CHECK(office.staff.members().size() == 2);
}

TEST_CASE("staff: a person is entered by two, who say the same")
{
    FoundedOffice office;
    const auto dao = office.issue("F-3", "noy", "keo");
    const NewMember member{{"dao", "Dao", {Role::operator_, Role::auditor}}, dao.document_number};
    const auto confirm = [&](const NewMember& who, const std::string& by) {
        return error_of([&] { office.staff.confirm_add(who, by, office_begin); });
    };
    CHECK(confirm(member, "noy") == Errc::usage);
    office.staff.request_add(member, "keo", office_begin);
    CHECK(office.staff.members().size() == 2);
    CHECK(confirm(member, "keo") == Errc::same_person);
    NewMember other = member;
    other.person.roles.push_back(Role::supervisor);
    CHECK(confirm(other, "noy") == Errc::usage);
    other = member;
    other.document_number = office.noy.document_number;
    CHECK(confirm(other, "noy") == Errc::usage);
    CHECK_FALSE(confirm(member, "noy"));
    CHECK(office.staff.require("dao", Role::auditor).entered_by == "keo");
    CHECK(confirm(member, "noy") == Errc::usage); // once
    CHECK(error_of([&] {
        office.staff.request_add({{"sak", {}, {}}, "LA1"}, "keo", office_begin);
    }) == Errc::config_invalid);
    CHECK_THROWS(office.place.sql("INSERT INTO staff_role (person, role) VALUES ('dao', 'supervisor')"));
    CHECK_THROWS(office.place.sql("UPDATE staff_role SET role = 'supervisor' WHERE role = 'auditor'"));
    CHECK_THROWS(office.place.sql("DELETE FROM staff_role"));
}

TEST_CASE("staff: who is removed has no role any more, and two supervisors remain")
{
    FoundedOffice office;
    CHECK(error_of([&] { office.staff.remove("keo", "noy", office_begin); }) == Errc::config_invalid);
    const auto dao = office.issue("F-3", "noy", "keo");
    office.enter({{"dao", {}, {Role::supervisor}}, dao.document_number});
    office.staff.remove("keo", "noy", office_begin);
    CHECK(error_of([&] { office.staff.require("keo", Role::approver); }) == Errc::person_unknown);
    CHECK(error_of([&] { office.staff.remove("keo", "noy", office_begin); }) == Errc::person_unknown);
    CHECK(error_of([&] {
        office.staff.request_add({{"keo", {}, {Role::approver}}, dao.document_number}, "noy", office_begin);
    }) == Errc::config_invalid); // never another person of that name
}

TEST_CASE("staff: another card takes the place of the one before; a revoked one counts no more")
{
    FoundedOffice office;
    CHECK_FALSE(office.staff.is_revoked(office.staff.require("noy", Role::operator_)));
    office.store.request_revocation(
        office.noy.document_number, card::trust::CardRevocation::lost, "", "dao", office_begin);
    office.store.confirm_revocation(office.noy.document_number, card::trust::CardRevocation::lost, "keo", office_begin);
    CHECK(office.staff.is_revoked(office.staff.require("noy", Role::operator_)));
    CHECK(error_of([&] { office.staff.envelope_key(office.noy.document_number); }) == Errc::staff_card_wrong);

    const auto next = office.issue("F-4", "dao", "keo");
    office.staff.request_card("noy", next.document_number, "keo", office_begin);
    CHECK(office.staff.require("noy", Role::operator_).document_number == office.noy.document_number);
    CHECK(error_of([&] { office.staff.confirm_card("noy", next.document_number, "keo", office_begin); }) ==
          Errc::same_person);
    office.staff.confirm_card("noy", next.document_number, "dao", office_begin);
    const StaffMember member = office.staff.require("noy", Role::operator_);
    CHECK(member.document_number == next.document_number);
    CHECK_FALSE(office.staff.is_revoked(member));
    CHECK(office.staff.envelope_key(next.document_number) == next.management.public_key());
    office.staff.request_card("noy", office.noy.document_number, "keo", office_begin);
    CHECK(error_of([&] { office.staff.confirm_card("noy", office.noy.document_number, "dao", office_begin); }) ==
          Errc::document_unknown);
}

TEST_CASE("staff signature: kept if the person's card made it, and verified again later")
{
    FoundedOffice office;
    const StaffMember noy = office.staff.require("noy", Role::operator_);
    const card::Bytes statement = office.statement("noy");
    const auto add = [&](card::ByteView content, card::ByteView signature) {
        return error_of([&] { add_signature(office.database, noy, content, signature, office_begin); });
    };
    CHECK(add(statement, office.keo.authentication.sign(statement)) == Errc::staff_card_wrong);
    const card::Bytes of_keo = office.statement("keo");
    CHECK(add(of_keo, office.noy.authentication.sign(of_keo)) == Errc::staff_card_wrong);
    CHECK_FALSE(add(statement, office.noy.authentication.sign(statement)));

    const SignatureReport report = verify_signatures(office.database, {office.authority});
    CHECK(report.signatures == 1);
    CHECK(report.faults.empty());
}

TEST_CASE("staff signature: a changed one, one of another authority and a missing one are found")
{
    FoundedOffice office;
    const StaffMember noy = office.staff.require("noy", Role::operator_);
    for (int i = 0; i < 3; ++i) {
        const card::Bytes statement = office.statement("noy");
        add_signature(office.database, noy, statement, office.noy.authentication.sign(statement), office_begin);
    }
    const auto faults = [&] { return verify_signatures(office.database, {office.authority}).faults; };
    CHECK(faults().empty());
    const test::StaffOffice other;
    CHECK(verify_signatures(office.database, {other.authority}).faults.size() == 6); // each bad, and so not noted

    CHECK_THROWS(office.place.sql("UPDATE staff_signature SET at = at + 1"));
    CHECK_THROWS(office.place.sql("DELETE FROM staff_signature"));
    const auto lawless = [&](const std::string& sql) { office.place.lawless(sql); }; // with the disk in his hands
    lawless("UPDATE staff_signature SET person = 'keo' WHERE id = 1");
    CHECK(faults().size() == 2);
    lawless("UPDATE staff_signature SET person = 'noy' WHERE id = 1");
    CHECK(faults().empty());
    lawless("DELETE FROM staff_signature WHERE id = 2");
    CHECK(faults().size() == 1);
}

TEST_CASE("staff card: its certificate is of this office's authority, and valid on that day")
{
    FoundedOffice office;
    const StaffMember noy = office.staff.require("noy", Role::operator_);
    const test::StaffOffice other;
    CHECK_FALSE(error_of([&] { require_issued(noy, {office.authority}, office_begin); }));
    CHECK(error_of([&] { require_issued(noy, {other.authority}, office_begin); }) == Errc::staff_card_wrong);
    CHECK(error_of([&] { require_issued(noy, {office.authority}, test::at(2036, 1, 2)); }) == Errc::staff_card_wrong);
    StaffMember with_another = noy;
    with_another.certificate = office.keo.certificate; // a good one, for another key
    CHECK(error_of([&] { require_issued(with_another, {office.authority}, office_begin); }) == Errc::staff_card_wrong);
}
