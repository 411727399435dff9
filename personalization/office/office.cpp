// SPDX-License-Identifier: Apache-2.0
#include "office/office.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

const Person& Office::require(const std::string& person, Role role) const
{
    if (staff_cards)
        throw card::Error{Errc::staff_card_needed, card::Step{std::string{name(role)}}, "by name alone"}.with_field(
            person);
    const auto found = std::find_if(people.begin(), people.end(), [&](const Person& p) { return p.id == person; });
    if (found == people.end())
        throw card::Error{Errc::person_unknown, "not among the people of office.toml"}.with_field(person);
    if (!found->has(role))
        throw card::Error{Errc::role_missing, card::Step{std::string{name(role)}}, "this person has another role"}
            .with_field(person);
    return *found;
}

} // namespace perso
