// SPDX-License-Identifier: Apache-2.0
#include "people/joint.hpp"

#include "card/base/error.hpp"
#include "store/seconds.hpp"

namespace perso::people {

using card::Errc;
using store::seconds;

void request(store::Database& database, const Joint& joint, const std::string& person, card::Time now)
{
    database.execute(
        "joint_drop", {{":action", std::string_view{joint.action}}, {":about", std::string_view{joint.about}}});
    database.execute("joint_request",
        {{":action", std::string_view{joint.action}}, {":about", std::string_view{joint.about}},
            {":detail", std::string_view{joint.detail}}, {":person", std::string_view{person}}, {":at", seconds(now)}});
}

std::string confirm(store::Database& database, const Joint& joint, const std::string& person, card::Time now)
{
    const auto open = database.row(
        "joint_open", {{":action", std::string_view{joint.action}}, {":about", std::string_view{joint.about}}});
    if (!open || open->text(1) != joint.detail)
        throw card::Error{Errc::usage, "nobody has requested this"}.with_field("--confirm");
    std::string first = open->text(0);
    if (first == person)
        throw card::Error{Errc::same_person, "another person confirms"}.with_field(person);
    database.execute(
        "joint_confirm", {{":action", std::string_view{joint.action}}, {":about", std::string_view{joint.about}},
                             {":person", std::string_view{person}}, {":at", seconds(now)}});
    return first;
}

std::optional<std::string> requested_by(store::Database& database, const std::string& action, const std::string& about)
{
    const auto open =
        database.row("joint_open", {{":action", std::string_view{action}}, {":about", std::string_view{about}}});
    return open ? std::optional{open->text(0)} : std::nullopt;
}

} // namespace perso::people
