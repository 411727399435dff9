// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/card_type.hpp"
#include "life/services.hpp"

#include <chrono>

/// Until when a card is good and of which type it is: what stays in the store when the record was destroyed, so that
/// years later a reason or a service can be held against it.
namespace perso::life {

/// How long before its last day a card may be replaced because its time runs out.
inline constexpr std::chrono::days renewal_window{90};

struct CardTerm {
    CardType type{};
    card::Date last_day{};
};

/// Once, with the card's row; inside a change.
void record_term(store::Database& database, std::int64_t card, const CardTerm& term);

/// Nothing for a card of a version that did not keep it.
std::optional<CardTerm> term_of(store::Database& database, const Card& card);

/// Throws card_state for `expired` and `age` while the card has longer to go than renewal_window, and for `age` if it
/// is no child's. Of a card whose term is not known the operator's word counts; so it does for all other reasons, which
/// no store can know.
void require_due(store::Database& database, const Card& card, Reason reason, card::Time now);

/// Throws pin_absent for the PIN of a child's card; card_state for certificates of a card that has none, and
/// document_expired when it is past its last day.
void require_servable(store::Database& database, const Card& card, Service service, card::Time now);

} // namespace perso::life
