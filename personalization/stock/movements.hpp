// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <string>
#include <vector>

namespace perso::stock {

/// Whether the movements of blank cards are what the journal tells: for each of its entries so many, of these chips, by
/// this person, there; none besides; each from where the one before ended, and every blank where its last one brought
/// it. In English, up to the first entry that does not agree: what follows cannot be compared. Empty if nothing is
/// wrong.
std::vector<std::string> movement_faults(store::Database& database);

} // namespace perso::stock
