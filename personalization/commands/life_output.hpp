// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.hpp"
#include "life/cards.hpp"

namespace perso {

/// Where a card stands now: one line, or docs/schemas/card-life-1.json.
void print_card(const life::Card& card, const Context& context);

/// The state in words.
std::string state_text(life::State state, const card::cli::Catalogue& catalogue);

} // namespace perso
