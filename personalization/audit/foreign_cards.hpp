// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/base/error.hpp"
#include "database/database.hpp"

namespace perso::audit {

/// Two wrong cards in a row look like a wrong master key, which would spoil a whole stock.
inline constexpr std::int64_t most_foreign_in_a_row = 2;

/// A card whose keys do not fit was in a reader of this person: noted in the journal, as a change of its own. How many
/// there were since the last card that was issued or served, with this one, in whatever process or station. Throws
/// clock_wrong.
std::int64_t note_foreign_card(store::Database& database, std::string_view person, card::Time now);

/// What is told then in place of the error of the last one.
card::Error keys_foreign(const card::Error& error, std::int64_t in_a_row);

/// Where one card is all that a process works on: notes it, and throws keys_foreign when it was not the first.
void require_first_foreign(
    store::Database& database, std::string_view person, const card::Error& error, card::Time now);

} // namespace perso::audit
