// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/role.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace perso::people {

/// What a person does for one card.
enum class Act {
    imported,             ///< brought the record in
    approved,             ///< released the application
    blank_handed_out,     ///< gave the blank card out of the stock
    encoded,              ///< made the card
    checked,              ///< found it good with the citizen's credentials
    check_failed,         ///< found it bad, which voids what was found before
    replacement_ordered,  ///< ordered it in place of another card
    delivered,            ///< handed it over to its holder
    revocation_requested, ///< said that it is no longer valid
    revocation_confirmed, ///< said the same as second person
    service_ordered,      ///< ordered a change of an issued card: PIN set anew, certificates renewed
    service_done,         ///< made that change
};

/// An act, the role that may do it, and the act with which its part of the card's life begins. What was done before
/// that act was done the last time excludes nobody any more: a corrected record begins anew, and so does a request.
struct ActRule {
    Act act;
    std::string_view name; ///< in the store
    Role role;
    Act begins_with;
};

inline constexpr std::array act_rules{
    ActRule{Act::imported, "imported", Role::operator_, Act::imported},
    ActRule{Act::approved, "approved", Role::approver, Act::imported},
    ActRule{Act::blank_handed_out, "blank_handed_out", Role::stock_keeper, Act::imported},
    ActRule{Act::encoded, "encoded", Role::operator_, Act::imported},
    ActRule{Act::checked, "checked", Role::quality_control, Act::imported},
    ActRule{Act::check_failed, "check_failed", Role::quality_control, Act::imported},
    ActRule{Act::replacement_ordered, "replacement_ordered", Role::operator_, Act::imported},
    ActRule{Act::delivered, "delivered", Role::operator_, Act::imported},
    ActRule{Act::revocation_requested, "revocation_requested", Role::operator_, Act::revocation_requested},
    ActRule{Act::revocation_confirmed, "revocation_confirmed", Role::approver, Act::revocation_requested},
    ActRule{Act::service_ordered, "service_ordered", Role::approver, Act::service_ordered},
    ActRule{Act::service_done, "service_done", Role::operator_, Act::service_ordered},
};

/// Two acts that one person may not both do for the same card.
struct Exclusion {
    Act one;
    Act other;
    std::string_view because;
};

/// Three people are enough for the whole life of a card: one imports and encodes, one approves and keeps the stock, one
/// checks and delivers. With two it is not possible. The store enforces the same table (migrations 0009, 0023, 0024).
inline constexpr std::array exclusions{
    Exclusion{Act::imported, Act::approved, "nobody releases his own record"},
    Exclusion{Act::approved, Act::encoded, "nobody makes the card that he released"},
    Exclusion{Act::approved, Act::checked, "the card is compared with the record by somebody who did not release it"},
    Exclusion{Act::approved, Act::delivered, "who released an application does not take its card out of the office"},
    Exclusion{Act::blank_handed_out, Act::encoded, "blank cards are counted by somebody who does not use them"},
    Exclusion{Act::blank_handed_out, Act::checked, "a spoilt card is not called so by the one who takes it back"},
    Exclusion{Act::encoded, Act::checked, "nobody finds his own work good"},
    Exclusion{Act::encoded, Act::delivered, "who made card and PIN letter does not hand both over"},
    Exclusion{Act::replacement_ordered, Act::delivered, "two people end the life of the card before"},
    Exclusion{Act::revocation_requested, Act::revocation_confirmed, "two people end the life of a card"},
    Exclusion{Act::service_ordered, Act::service_done, "nobody sets a PIN anew on his own word"},
};

/// The row of the table.
constexpr const ActRule& rule(Act act)
{
    return act_rules[static_cast<std::size_t>(act)];
}

constexpr std::string_view name(Act act)
{
    return rule(act).name;
}

constexpr std::optional<Act> parse_act(std::string_view name)
{
    for (const ActRule& rule : act_rules)
        if (rule.name == name)
            return rule.act;
    return std::nullopt;
}

} // namespace perso::people
