// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/trust/status_list.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perso::store {

/// What a person says of a card, and who confirmed it.
struct Revocation {
    std::string document_number;
    card::trust::CardRevocation reason{};
    std::string reference; ///< number of the report or decision; empty: none
    std::string requested_by;
    card::Time requested_at{};
    std::string confirmed_by;               ///< empty: nobody yet, and the card is in no list
    std::optional<card::Time> confirmed_at; ///< from then on it is in the lists
};

/// A certificate on a revoked card.
struct RevokedCertificate {
    card::Bytes serial_number; ///< big-endian, without sign byte
    card::Time when{};
};

/// Indices of the card status list are opened in blocks of this size.
inline constexpr std::int64_t status_block_size = 65'536;

/// How many cards get their certificates from one CA, and for how long it issues.
inline constexpr std::int64_t cards_of_citizen_ca = 100'000;
inline constexpr std::chrono::days use_of_citizen_ca{4 * 365};

} // namespace perso::store
