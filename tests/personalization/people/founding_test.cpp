// SPDX-License-Identifier: Apache-2.0
#include "people/founding.hpp"

#include "journal/note.hpp"
#include "staff_office.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::people;
using test::office_begin;
using Names = std::vector<std::string>;

namespace {

const FoundingKeys keys{.csca = std::string(64, 'a'), .token = std::string(64, 'b')};
const FoundingKeys other_keys{.csca = std::string(64, 'a'), .token = std::string(64, 'c')};

/// The key ceremony before anybody signed.
struct Ceremony : test::StaffOffice {
    Issued noy = issue("F-1", "noy", "keo");
    Issued keo = issue("F-2", "keo", "noy");
    Staff staff{database};

    void enter()
    {
        staff.add({{"noy", {}, {Role::supervisor}}, noy.document_number}, "keo", office_begin);
        staff.add({{"keo", {}, {Role::supervisor}}, keo.document_number}, "noy", office_begin);
    }

    void sign(const std::string& person, Action action)
    {
        const Issued& card = person == "noy" ? noy : keo;
        StaffMember member = staff.require(person, Role::supervisor);
        if (member.certificate.empty()) {
            staff.keep_certificate(member, card.certificate);
            member = staff.require(person, Role::supervisor);
        }
        const card::Bytes statement = encode(new_statement(database, person, action, office_begin));
        add_signature(database, member, statement, card.authentication.sign(statement), office_begin);
    }
};

} // namespace

TEST_CASE("founding: both founders sign the keys, and the records and documents of both")
{
    Ceremony office;
    CHECK(founders(office.database).empty());
    CHECK(verify_founding(office.database, keys).faults == Names{"the office has not two founders"});
    office.enter();
    CHECK(founders(office.database).size() == 2);
    const Action action = founding(office.database, keys);
    const auto says = [&](const std::string& word) {
        return std::find(action.subjects.begin(), action.subjects.end(), word) != action.subjects.end();
    };
    for (const std::string& word : {decided("csca", keys.csca), decided("token", keys.token), std::string{"F-1"},
             std::string{"F-2"}, office.noy.document_number, office.keo.document_number, decided("founder", "noy"),
             decided("founder", "keo")})
        CHECK(says(word));

    CHECK(unsigned_founders(office.database, keys).size() == 2);
    office.sign("noy", action);
    CHECK(unsigned_founders(office.database, keys) == Names{"keo"});
    CHECK(verify_founding(office.database, keys).faults == Names{"keo has not signed the key ceremony"});
    office.sign("noy", action); // his word counts for one
    CHECK(unsigned_founders(office.database, keys) == Names{"keo"});
    office.sign("keo", action);
    CHECK(verify_founding(office.database, keys).faults.empty());
}

TEST_CASE("founding: a signature for other keys, another record or another action is none")
{
    Ceremony office;
    office.enter();
    Action action = founding(office.database, keys);
    office.sign("noy", action);
    action.name = "approve";
    office.sign("keo", action);
    CHECK(unsigned_founders(office.database, keys) == Names{"keo"});
    CHECK(unsigned_founders(office.database, other_keys).size() == 2);
    office.sign("keo", founding(office.database, other_keys));
    CHECK(unsigned_founders(office.database, keys) == Names{"keo"});
    office.sign("keo", founding(office.database, keys));
    CHECK(unsigned_founders(office.database, keys).empty());
    office.place.lawless("UPDATE sealed_record SET digest = (SELECT digest FROM sealed_record AS other "
                         "WHERE other.application = 'F-2') WHERE application = 'F-1'");
    CHECK(unsigned_founders(office.database, keys).size() == 2);
}

TEST_CASE("founding: a founder who left before ceremonies were signed is not asked for a signature; one of later is")
{
    Ceremony office;
    const auto dao = office.issue("F-3", "noy", "keo");
    office.enter();
    const auto leave = [&] {
        const NewMember member{{"dao", {}, {Role::supervisor}}, dao.document_number};
        office.staff.request_add(member, "noy", office_begin);
        office.staff.confirm_add(member, "keo", office_begin);
        office.staff.remove("keo", "noy", office_begin);
    };
    office.sign("noy", founding(office.database, keys));
    const Names missing{"keo has not signed the key ceremony"};
    CHECK(verify_founding(office.database, keys).faults == missing);
    CHECK(verify_founding(office.database, keys).unbound == 0);
    CHECK(!has_ceremony_ended(office.database)); // with a signature, and without any file
    SUBCASE("before")
    {
        leave();
        CHECK(verify_founding(office.database, keys).faults.empty());
        CHECK(verify_founding(office.database, keys).unbound == 1);
        CHECK(unsigned_founders(office.database, keys) == Names{"keo"}); // no ceremony ends with that
        CHECK(verify_founding(office.database, other_keys).faults == Names{"noy has not signed the key ceremony"});
    }
    SUBCASE("after")
    {
        office.database.change(
            [&] { audit::note(office.database, office_begin, {.event = "ceremony", .person = "noy"}); });
        CHECK(has_ceremony_ended(office.database));
        leave();
        CHECK(verify_founding(office.database, keys).faults == missing);
        CHECK(verify_founding(office.database, keys).unbound == 0);
    }
}
