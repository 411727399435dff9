// SPDX-License-Identifier: Apache-2.0
#include "office/role.hpp"

#include <algorithm>

namespace perso {

std::string_view name(Role role)
{
    switch (role) {
    case Role::operator_:
        return "operator";
    case Role::approver:
        return "approver";
    case Role::quality_control:
        return "quality_control";
    case Role::stock_keeper:
        return "stock_keeper";
    case Role::auditor:
        return "auditor";
    case Role::supervisor:
        return "supervisor";
    }
    return "";
}

std::optional<Role> parse_role(std::string_view text)
{
    for (const Role role : all_roles)
        if (name(role) == text)
            return role;
    return std::nullopt;
}

bool Person::has(Role role) const
{
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool is_person_id(std::string_view text)
{
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

} // namespace perso
