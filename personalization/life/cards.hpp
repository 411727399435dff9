// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "jobs/job.hpp"
#include "life/states.hpp"

#include <string>

namespace perso::life {

/// A finished card and where it stands.
struct Card {
    std::int64_t id = 0;
    std::string document_number;
    std::string application;
    std::int64_t citizen = 0;
    State state{};
    std::string made_by;
    std::string released_by;
    std::optional<std::int64_t> replaces; ///< the card whose place it takes
    unsigned citizen_ca = 1;
    store::Kdd kdd{};
    store::Guid guid{};
};

/// Throws document_unknown; card_not_made for an attempt that was not finished.
Card find_card(store::Database& database, const std::string& document_number);

/// The card with this chip. Throws card_unknown for a chip of which this office made no card; card_not_made.
Card card_of_chip(store::Database& database, const store::Kdd& kdd);

Card card_by_id(store::Database& database, std::int64_t id);

/// The row of the table of transitions. Throws refusal(), with the document number and the state.
Transition require(const Card& card, Event event);

/// Throws role_excluded for whom the row keeps away by what was done for this card.
void require_hands(store::Database& database, const Card& card, const Transition& row, std::string_view person);

/// Says no in the same words.
[[noreturn]] void refuse(card::Errc code, std::string_view sentence, std::string field);

/// A revocation with this reason as its own command asks for it. Throws replacement_missing for `replaced`, unless the
/// card was kept as misprinted: a card is replaced when its replacement is handed over. What is not finished (a card in
/// quarantine) is left to the store.
void require_revocable(store::Database& database, const std::string& document_number, std::string_view reason);

} // namespace perso::life
