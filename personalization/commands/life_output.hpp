// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "life/cards.hpp"
#include "life/listing.hpp"

namespace perso {

/// Where a card stands after this event and what the next lists say of it, then the same of the card whose place it
/// takes, if that changes with it: two lines each, or docs/schemas/card-life-1.json.
void print_card(
    const life::Card& card, life::Event event, const std::optional<life::Card>& before, const Context& context);

/// The state in words.
std::string state_text(life::State state, const card::cli::Catalogue& catalogue);

/// What the next lists say of a card in that state, and of its certificates: one sentence.
std::string listing_text(life::State state, life::Listing listing, const card::cli::Catalogue& catalogue);

} // namespace perso
