// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "production/production.hpp"
#include "store/store.hpp"

#include <vector>

namespace perso::units {

/// Whether this attempt may be gone on with, for the application that is named, or for its own where none is.
/// Throws card_not_blank (the card was issued), card_of_other_job, lease_lost (another process is making it).
void require_resumable(const store::Attempt& attempt, const std::string& application);

/// The slots whose certificates in this production stand in a list of revoked ones, as those of a card that lay aside.
std::vector<card::piv::Slot> revoked_slots(store::Database& database, const Production& card);

} // namespace perso::units
