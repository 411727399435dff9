// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "jobs/job.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace perso::stock {

using store::Kdd;

/// Where a blank card is. From in_work on it follows from the card that is made of it.
enum class State {
    announced,  ///< on a delivery list that nobody counted yet
    vault,      ///< received
    drawer,     ///< out of the vault, for a shift
    handed_out, ///< with an operator, who may make a card of it
    in_work,    ///< a card is being made
    issued,     ///< the card passed the quality check
    rejected,   ///< the card is quarantined
    revoked,    ///< the card was issued, and is no longer valid
    missing,
    destroyed,
};

/// "announced", "vault", …
std::string_view name(State state);
std::optional<State> parse_state(std::string_view name);

struct Blank {
    Kdd kdd{};
    std::string delivery;
    State state{};
    std::string holder;          ///< operator to whom it was handed out
    std::string document_number; ///< of the card that was made of it
    card::Time changed{};
};

/// A chip's number, from the store. Throws store_failed for one of another length.
Kdd kdd_of(const store::Row& row, std::size_t column);

/// A chip's number, 20 hexadecimal digits. Throws usage with the text.
Kdd parse_kdd(std::string_view text);

/// A delivery list: one chip number per line, the first of several columns that a comma, a semicolon or a tab parts;
/// empty lines, lines that begin with '#' and a first line with names of columns are passed over. In ascending order.
/// Throws usage, with the line, for anything else and for a number that stands twice; file_unreadable.
std::vector<Kdd> read_delivery_list(const std::filesystem::path& file);

/// SHA-256 over the numbers in ascending order: how two people say that they mean the same list.
card::Bytes digest_of(std::vector<Kdd> chips);

} // namespace perso::stock
