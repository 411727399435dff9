// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <string>
#include <vector>

namespace perso::stock {

/// What lies outside the vault is counted when a shift begins and when it ends.
struct Shift {
    std::int64_t number = 0;
    std::string opened_by;
    card::Time opened{};
    std::int64_t opening = 0;  ///< unused blanks in drawer and hands, counted
    std::int64_t received = 0; ///< out of the vault, less what went back
    std::int64_t lost = 0;     ///< unused and missing or destroyed
    std::int64_t issued = 0;
    std::int64_t rejected = 0;
    std::int64_t remaining = 0; ///< what should be there; counted once the shift is closed
    std::string closed_by;      ///< empty: open
    std::optional<card::Time> closed;

    /// opening + received - lost
    std::int64_t due() const { return opening + received - lost; }
};

/// `counted`: unused blanks in drawer and hands. Throws stock_state while one is open or a card is in work,
/// stock_differs, with the difference, when the store knows of another count.
Shift open_shift(store::Database& database, std::int64_t counted, const std::string& person, card::Time now);

/// Throws stock_state when none is open or a card is in work; stock_differs, with shift and difference, while
/// opening + received - lost is not issued + rejected + counted: then the shift stays open.
Shift close_shift(store::Database& database, std::int64_t counted, const std::string& person, card::Time now);

/// The one that is open, as it stands; nothing if there is none.
std::optional<Shift> current_shift(store::Database& database);
/// Oldest first.
std::vector<Shift> shifts(store::Database& database);

} // namespace perso::stock
