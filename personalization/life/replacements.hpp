// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life/cards.hpp"
#include "store/store.hpp"

namespace perso::life {

/// Who gets which application in place of which card.
struct Order {
    std::string document_number; ///< of the card that is replaced
    Reason reason{};
    std::string application; ///< of the new card; imported before or after, for the same citizen
    std::string person;
    bool taken_in = false; ///< the holder brought the card, and it stays in the office
};

/// Ties an application to the card whose place it takes: its citizen may have both until the new one is handed over. A
/// card that was lost or stolen is in the lists for good before; one that was misprinted never left the office and
/// leaves it no more, its revocation waits for a second person; all others stay valid meanwhile.
///
/// What takes the place of a misprinted card that itself was to replace another takes that one's place.
/// An earlier order of which nothing came is cancelled. Throws what require() does; card_state if the reason does not
/// fit the card's state, and what require_due() does; job_state for an application that has a card, is another
/// citizen's or replaces another card, and while an earlier order is in work.
void order_replacement(store::Database& database, store::Store& store, const Order& order, card::Time now);

/// What became of the card before, at the counter.
enum class Surrender { nothing_said, taken_in, missing };

/// Hands a card over to its holder, or back to him. In the same change the card whose place it takes is revoked: as
/// replaced if the office has it, as lost if it is missing. Throws what require() and people::record_act() do;
/// card_state if nobody found the card good (`check`) or the last one found it bad, if nothing was said of a card that
/// the holder should have, and if a damaged one is missing; role_excluded for who released, made or ordered the card.
void deliver(store::Database& database, store::Store& store, const std::string& document_number, Surrender before,
    const std::string& person, card::Time now);

/// The card that this one replaces, if that is still in nobody's list: what `deliver` has to ask for.
std::optional<Card> card_before(store::Database& database, const Card& card);

} // namespace perso::life
