// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace perso::people {

/// The rule of everything that two people do, wherever its request is kept: who requested it does not confirm it.
/// Where it is broken same_person is thrown, in these words.
constexpr bool may_confirm(std::string_view requested_by, std::string_view person)
{
    return requested_by != person;
}

inline constexpr std::string_view another_confirms = "another person confirms";
inline constexpr std::string_view not_requested = "nobody has requested this";

/// What two people do together for the office: one requests it, another confirms exactly the same.
struct Joint {
    std::string action; ///< "staff-add", "staff-card", "stock-missing", "hsm-new-pin"
    std::string about;  ///< one word or several: the person and the card, the chip, the token
    std::string detail; ///< the rest of what was said
};

/// That a card becomes the staff card of a person: `action` is "staff-add" or "staff-card". The schema looks for these
/// words.
Joint staff_card_request(const std::string& action, const std::string& person, const std::string& document_number);

/// Notes who asks for it; a request of the same action about the same, that nobody confirmed, is dropped. Inside the
/// change of the caller, who notes the event.
void request(store::Database& database, const Joint& joint, const std::string& person, card::Time now);

/// Another person says the same: who requested it. Inside the change that does it. Throws usage when nobody requested
/// exactly this, same_person.
std::string confirm(store::Database& database, const Joint& joint, const std::string& person, card::Time now);

/// Who requested it, while nobody has confirmed it.
std::optional<std::string> requested_by(store::Database& database, const std::string& action, const std::string& about);

} // namespace perso::people
