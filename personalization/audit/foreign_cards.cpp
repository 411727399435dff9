// SPDX-License-Identifier: Apache-2.0
#include "audit/foreign_cards.hpp"

#include "journal/events.hpp"
#include "journal/note.hpp"

namespace perso::audit {

std::int64_t note_foreign_card(store::Database& database, std::string_view person, card::Time now)
{
    return database.change([&] {
        note(database, now, {.event = events::foreign_card, .person = person});
        return database.number("audit_foreign_cards");
    });
}

card::Error keys_foreign(const card::Error& error, std::int64_t in_a_row)
{
    return card::Error{card::Errc::keys_foreign, card::Step{error.step()}, "foreign cards one after the other"}
        .with_number(static_cast<long>(in_a_row));
}

void require_first_foreign(store::Database& database, std::string_view person, const card::Error& error, card::Time now)
{
    if (const auto in_a_row = note_foreign_card(database, person, now); in_a_row >= most_foreign_in_a_row)
        throw keys_foreign(error, in_a_row);
}

} // namespace perso::audit
