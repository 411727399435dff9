// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/status_list.hpp"
#include "life/cards.hpp"
#include "store/store.hpp"

namespace perso::life {

/// Cards that are not valid for the time being. From the next lists on such a card is listed as lost and its
/// certificates as on hold, until it is found; both are removed then. All throw document_unknown, card_not_made and
/// what require() does; `store` works on the same database.

/// What an operator is told at the counter or by telephone: the card is suspended at once, and the revocation waits for
/// a second person. `reason` is lost or stolen. Of a card that is suspended already only the request is new.
void report_lost(store::Database& database, store::Store& store, const std::string& document_number,
    card::trust::CardRevocation reason, const std::string& reference, const std::string& person, card::Time now);

/// The second person: it is lost or stolen for good, and its citizen may have another. Throws as
/// Store::confirm_revocation.
void confirm_lost(store::Database& database, store::Store& store, const std::string& document_number,
    card::trust::CardRevocation reason, const std::string& person, card::Time now);

/// An authority holds the card back.
void suspend(store::Database& database, const std::string& document_number, const std::string& reference,
    const std::string& person, card::Time now);

/// What a transition of this card holds, if its lists say so, once; inside a change. A card that goes to suspended is
/// moved there.
void hold(store::Database& database, const Card& card, const Transition& row, const std::string& reference,
    const std::string& person, card::Time now);

/// Quality control does not find the card good: in the office it is not handed over, and not valid, until another
/// person, after a second look, says found() and it is found good anew; out of it it is suspended. One that is held,
/// kept or taken in stays so, and the journal learns of it. What was found before counts no more.
void fail_check(
    store::Database& database, const std::string& document_number, const std::string& person, card::Time now);

/// The card is there again, or good after all, and valid: by another person than who held it back, else same_person. A
/// request to revoke it that nobody confirmed is dropped.
void found(store::Database& database, const std::string& document_number, const std::string& person, card::Time now);

} // namespace perso::life
