// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/sealer.hpp"
#include "services/issued_card.hpp"

#include <filesystem>

namespace perso {

/// What an operator does to a card at the counter, after an approver has ordered it.
struct ServiceOrder {
    store::Database& database;
    std::string document_number; ///< of the card that should lie in the reader
    std::string person;
    store::Sealer& sealer;
};

/// A new PIN and PUK for a holder who forgot them: drawn, written down in a letter, set under the issuer's keys, then
/// proven with the right values only; all tries are full. Returns the letter, LETTERS/NUMBER-pin-N.txt, N being the
/// number of this service.
///
/// The order is durable as begun before the first command. When it breaks off at any point the card has the old PIN,
/// the new one, or a new PUK and the old PIN; nobody but the broken attempt's letter knows the new ones, so begun again
/// it draws others, its letter takes the place of the former one, and all is set anew.
///
/// Throws card_of_other_job for another card, what life::begin_service() and the letters throw, and quality_failed if
/// the card does not take its own PIN or PUK.
std::filesystem::path reset_pin(IssuedCard& card, const ServiceOrder& order, const std::filesystem::path& letters);

/// The card in the reader, if it is the one of the order.
life::Card require_ordered_card(IssuedCard& card, const ServiceOrder& order);

} // namespace perso
