// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/seconds.hpp"
#include "journal/note.hpp"
#include "life/cards.hpp"

namespace perso::life {

using store::seconds;

/// An entry of the journal for this card, inside a change.
inline void note(store::Database& database, const Card& card, std::string_view event, std::string_view person,
    std::string_view detail, card::Time now)
{
    audit::note(database, now,
        {.event = event, .card = card.id, .application = card.application, .person = person, .detail = detail});
}

/// Where a card goes that has a row in card_life, inside a change.
inline void set_state(store::Database& database, const Card& card, State state, card::Time now)
{
    database.execute("life_move", {{":card", card.id}, {":state", name(state)}, {":at", seconds(now)}});
}

} // namespace perso::life
