// SPDX-License-Identifier: Apache-2.0
#include "people/joint.hpp"

#include "card/base/error.hpp"
#include "database/seconds.hpp"

namespace perso::people {

using card::Errc;
using store::seconds;

Joint staff_card_request(const std::string& action, const std::string& person, const std::string& document_number)
{
    return {.action = action, .about = person + " " + document_number, .detail = {}};
}

void request(store::Database& database, const Joint& joint, const std::string& person, card::Time now)
{
    database.execute("joint_drop", {{":action", joint.action}, {":about", joint.about}});
    database.execute("joint_request", {{":action", joint.action}, {":about", joint.about}, {":detail", joint.detail},
                                          {":person", person}, {":at", seconds(now)}});
}

std::string confirm(store::Database& database, const Joint& joint, const std::string& person, card::Time now)
{
    const auto open = database.row("joint_open", {{":action", joint.action}, {":about", joint.about}});
    if (!open || open->text(1) != joint.detail)
        throw card::Error{Errc::usage, not_requested}.with_field("--confirm");
    std::string first = open->text(0);
    if (!may_confirm(first, person))
        throw card::Error{Errc::same_person, another_confirms}.with_field(person);
    database.execute("joint_confirm",
        {{":action", joint.action}, {":about", joint.about}, {":person", person}, {":at", seconds(now)}});
    return first;
}

std::optional<std::string> requested_by(store::Database& database, const std::string& action, const std::string& about)
{
    const auto open = database.row("joint_open", {{":action", action}, {":about", about}});
    return open ? std::optional{open->text(0)} : std::nullopt;
}

} // namespace perso::people
