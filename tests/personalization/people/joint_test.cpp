// SPDX-License-Identifier: Apache-2.0
#include "people/joint.hpp"

#include "staff_office.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::people;
using card::Errc;
using test::error_of;
using test::office_begin;

namespace {

const Joint new_pin{"hsm-new-pin", "office", ""};

struct Requests : test::StaffOffice {
    std::optional<Errc> ask(const Joint& joint, const std::string& person)
    {
        return error_of([&] { database.change([&] { request(database, joint, person, office_begin); }); });
    }

    std::optional<Errc> agree(const Joint& joint, const std::string& person)
    {
        return error_of([&] { database.change([&] { first = confirm(database, joint, person, office_begin); }); });
    }

    std::string first;
};

} // namespace

TEST_CASE("joint: who requested it does not confirm it")
{
    CHECK(may_confirm("noy", "keo"));
    CHECK_FALSE(may_confirm("noy", "noy"));
}

TEST_CASE("joint: the request of a staff card has the words of the schema")
{
    const Joint joint = staff_card_request("staff-card", "noy", "LA0000001");
    CHECK(joint.action == "staff-card");
    CHECK(joint.about == "noy LA0000001");
    CHECK(joint.detail.empty());
}

TEST_CASE("joint: one requests it, another confirms exactly the same, once")
{
    Requests office;
    CHECK(office.agree(new_pin, "keo") == Errc::usage);
    CHECK_FALSE(office.ask(new_pin, "noy"));
    CHECK(requested_by(office.database, new_pin.action, new_pin.about) == "noy");
    CHECK(office.agree(new_pin, "noy") == Errc::same_person);
    CHECK(office.agree({new_pin.action, "another", ""}, "keo") == Errc::usage);
    CHECK(office.agree({new_pin.action, new_pin.about, "other words"}, "keo") == Errc::usage);
    CHECK(office.agree({"staff-add", new_pin.about, ""}, "keo") == Errc::usage);
    CHECK_FALSE(office.agree(new_pin, "keo"));
    CHECK(office.first == "noy");
    CHECK(office.agree(new_pin, "dao") == Errc::usage);
    CHECK_FALSE(requested_by(office.database, new_pin.action, new_pin.about));
}

TEST_CASE("joint: a new request takes the place of an open one")
{
    Requests office;
    CHECK_FALSE(office.ask(new_pin, "noy"));
    CHECK_FALSE(office.ask(new_pin, "keo"));
    CHECK(office.agree(new_pin, "keo") == Errc::same_person);
    CHECK_FALSE(office.agree(new_pin, "noy"));
    CHECK(office.first == "keo");
}

TEST_CASE("joint: no SQL makes one person two, or takes back what two people said")
{
    Requests office;
    CHECK_FALSE(office.ask(new_pin, "noy"));
    CHECK_THROWS(office.place.sql("UPDATE joint_request SET confirmed_by = 'noy', confirmed_at = requested_at"));
    CHECK_THROWS(office.place.sql("UPDATE joint_request SET confirmed_by = 'keo'"));
    CHECK_THROWS(office.place.sql("UPDATE joint_request SET requested_by = 'keo'"));
    CHECK_FALSE(office.agree(new_pin, "keo"));
    CHECK_THROWS(office.place.sql("UPDATE joint_request SET confirmed_by = 'dao'"));
    CHECK_THROWS(office.place.sql("DELETE FROM joint_request"));
}
