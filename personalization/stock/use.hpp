// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "jobs/job.hpp"

namespace perso::stock {

/// From now on this office makes cards from listed blanks only, in an open shift. There is no way back.
void require_listed_blanks(store::Database& database);

/// Before a card is claimed, inside its change: the blank may be used, by this operator. Where the office counts no
/// blanks, a chip that is on no list may. The schema refuses the rest once more. Throws chip_unlisted, chip_blocked,
/// stock_state with the chip's number; stock_state with "shift" when no shift is open.
void require_usable(store::Database& database, const store::Kdd& kdd, std::string_view operator_);

/// The claim is made: who handed this blank out has done that for this card. Throws role_excluded.
void use(
    store::Database& database, const store::Kdd& kdd, std::string_view application, std::int64_t card, card::Time now);

} // namespace perso::stock
