// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/crl.hpp"
#include "card/trust/status_list.hpp"

#include <array>
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

/// A document signer of this office, by its certificate.
struct Signer {
    card::Bytes serial_number; ///< big-endian, without sign byte
    std::string name;          ///< common name
};

/// The same of a document signer.
struct SignerRevocation {
    Signer signer;
    card::pki::RevocationReason reason{};
    std::string reference;
    std::string requested_by;
    card::Time requested_at{};
    std::string confirmed_by;
    std::optional<card::Time> confirmed_at;
};

/// Why a document signer may be revoked: its key is in other hands, and everything that it ever signed is worth
/// nothing, or one of the others, and what it signed before that day stays good.
inline constexpr std::array signer_reasons{card::pki::RevocationReason::key_compromise,
    card::pki::RevocationReason::affiliation_changed, card::pki::RevocationReason::superseded,
    card::pki::RevocationReason::cessation_of_operation, card::pki::RevocationReason::privilege_withdrawn};

/// A certificate on a revoked card, whose reason is nobody's business, or that of a document signer; one that is on
/// hold, or was and is no longer (remove_from_crl).
struct RevokedCertificate {
    card::Bytes serial_number; ///< big-endian, without sign byte
    card::Time when{};
    std::optional<card::pki::RevocationReason> reason = {};
};

/// A card that was on hold, or lay aside, and does not since.
struct ReleasedCard {
    std::uint32_t status_index = 0;
    card::Time when{};
};

/// Indices of the card status list are opened in blocks of this size.
inline constexpr std::int64_t status_block_size = 65'536;

/// How many cards get their certificates from one CA, and for how long it issues. The number is no setting: the schema
/// keeps it as well, and sizes of lists and packages are measured with it.
inline constexpr std::int64_t cards_of_citizen_ca = 100'000;
inline constexpr std::chrono::days use_of_citizen_ca{4 * 365};

} // namespace perso::store
