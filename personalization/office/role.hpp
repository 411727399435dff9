// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perso {

/// What a person may do in an office.
enum class Role {
    operator_,       ///< imports records, makes cards, hands them over
    approver,        ///< approves applications, confirms revocations, has trust packages signed
    quality_control, ///< finds finished cards good
    stock_keeper,    ///< counts blank cards and hands them out
    auditor,         ///< reads and verifies the journal, changes nothing
    supervisor,      ///< opens the key store, has the journal signed and taken out, enters and removes people
};

inline constexpr std::array all_roles{
    Role::operator_, Role::approver, Role::quality_control, Role::stock_keeper, Role::auditor, Role::supervisor};

/// "operator", "approver", "quality_control", "stock_keeper", "auditor", "supervisor".
std::string_view name(Role role);
std::optional<Role> parse_role(std::string_view name);

/// Somebody who works in an office, by name.
struct Person {
    std::string id;
    std::string full_name; ///< may be empty
    std::vector<Role> roles;

    bool has(Role role) const;
};

/// Whether a person may have this identifier: 1 to 32 of a-z, 0-9, hyphen and point.
bool is_person_id(std::string_view text);

} // namespace perso
