// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace card::profile {
struct Profile;
}

namespace card::lds {

/// Kinds of cards by the holder's age; the values stand in DG13.
enum class CardType : std::uint8_t {
    under_6 = 1,
    from_6_to_14 = 2,
    adult = 3,    ///< ten years
    renewal = 4,  ///< twenty years
    lifetime = 5, ///< from 60, no expiry
};

/// How much of the date of birth is known.
enum class BirthPrecision : std::uint8_t { day = 0, month = 1, year = 2, estimated = 3 };

/// A name in parts; parts that somebody does not have stay empty.
struct NameParts {
    std::string title;
    std::string given;
    std::string family;

    friend bool operator==(const NameParts&, const NameParts&) = default;
};

/// Binds a key of the PKI application to this card. A signature by that key proves that both applications live in
/// one chip.
struct SlotBinding {
    std::uint8_t slot = 0; ///< key reference: 9A, 9E
    Bytes key_hash;        ///< pki::key_hash of the slot's public key

    friend bool operator==(const SlotBinding&, const SlotBinding&) = default;
};

/// DG13: what the country adds. The fields are ours, their tags stand in the card profile.
struct Dg13 {
    unsigned version = 1;
    CardType card_type = CardType::adult;
    bool no_expiry = false;             ///< the expiry of the MRZ means nothing
    std::optional<Date> technical_life; ///< with no_expiry, and only then: the last day, after which it is renewed
    NameParts lao;
    NameParts latin;
    std::string household_book;
    BirthPrecision birth_precision = BirthPrecision::day;
    std::uint32_t status_index = 0;      ///< in the card status list
    std::array<std::uint8_t, 16> guid{}; ///< of the CHUID
    std::vector<SlotBinding> slots;

    friend bool operator==(const Dg13&, const Dg13&) = default;
};

/// What DG13 says of this key reference; null if it names no such key.
CARD_API const SlotBinding* binding_of(const Dg13& dg13, std::uint8_t slot);

/// Throws malformed_data, with the field's name, for a text or hash that the file cannot hold.
CARD_API Bytes encode(const Dg13& dg13, const profile::Profile& profile);
/// Throws malformed_tlv, malformed_data; unsupported for another version.
CARD_API Dg13 decode_dg13(ByteView file, const profile::Profile& profile);

} // namespace card::lds
