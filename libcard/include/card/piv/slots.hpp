// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/public_key.hpp"
#include "card/piv/containers.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace card::piv {

/// Key references. [800-73-4] part 1 table 4b
enum class Slot : std::uint8_t {
    authentication = 0x9A,      ///< logs in; needs the PIN
    signature = 0x9C,           ///< signs documents; needs the PIN for every signature
    key_management = 0x9D,      ///< agrees on keys (EC) or decrypts them (RSA); needs the PIN
    card_authentication = 0x9E, ///< proves the card; needs no PIN
    // Earlier keys of 9D, which still open what was encrypted to them; they need the PIN.
    retired_1 = 0x82,
    retired_2,
    retired_3,
    retired_4,
    retired_5,
    retired_6,
    retired_7,
    retired_8,
    retired_9,
    retired_10,
    retired_11,
    retired_12,
    retired_13,
    retired_14,
    retired_15,
    retired_16,
    retired_17,
    retired_18,
    retired_19,
    retired_20, ///< 95
};

inline constexpr std::array all_slots{
    Slot::authentication, Slot::signature, Slot::key_management, Slot::card_authentication};

/// 82 to 95, in their order.
inline constexpr std::array retired_slots{Slot::retired_1, Slot::retired_2, Slot::retired_3, Slot::retired_4,
    Slot::retired_5, Slot::retired_6, Slot::retired_7, Slot::retired_8, Slot::retired_9, Slot::retired_10,
    Slot::retired_11, Slot::retired_12, Slot::retired_13, Slot::retired_14, Slot::retired_15, Slot::retired_16,
    Slot::retired_17, Slot::retired_18, Slot::retired_19, Slot::retired_20};

constexpr bool is_retired(Slot slot)
{
    return slot >= retired_slots.front() && slot <= retired_slots.back();
}

/// 1 to 20 for a retired key, else 0.
constexpr unsigned retired_number(Slot slot)
{
    return is_retired(slot) ? 1U + static_cast<unsigned>(slot) - static_cast<unsigned>(Slot::retired_1) : 0U;
}

/// Whether its keys agree on keys or decrypt them, and never sign: 9D and the retired ones.
constexpr bool manages_keys(Slot slot)
{
    return slot == Slot::key_management || is_retired(slot);
}

/// Whether its key asks for the PIN: all but 9E.
constexpr bool needs_pin(Slot slot)
{
    return slot != Slot::card_authentication;
}

/// Nothing if the key reference is none of these twenty-four: 9B and F9 are no slots.
CARD_API std::optional<Slot> slot_of(std::uint8_t reference);

/// "9A": the key reference as two hexadecimal digits in capitals, also of one that is no slot.
CARD_API std::string name(Slot slot);

/// Algorithm identifiers. [800-78-4] table 6-2; RSA-3072 from [800-78-5] table 5; RSA-4096 as on cards of other makers
enum class Algorithm : std::uint8_t { rsa_3072 = 0x05, rsa_2048 = 0x07, p256 = 0x11, p384 = 0x14, rsa_4096 = 0x16 };

/// Nothing if the identifier is none of these.
CARD_API std::optional<Algorithm> algorithm_of(std::uint8_t identifier);
/// The identifier under which a card uses this key. Throws unsupported for a size or curve that has none.
CARD_API Algorithm algorithm_of(const crypto::PublicKey& key);

/// Bytes that sign() takes: the digest that fits an EC key, or a block as long as the RSA modulus.
CARD_API std::size_t input_size(Algorithm algorithm);

/// The hash as strong as the key: SHA-384 for P-384, else SHA-256.
CARD_API crypto::Hash hash_for(Algorithm algorithm);

/// What sign() takes for a digest: itself, or its PKCS#1 block. Throws malformed_data if it does not fit the hash.
CARD_API Bytes signature_input(Algorithm algorithm, crypto::Hash hash, ByteView digest);

constexpr bool is_rsa(Algorithm algorithm)
{
    return algorithm == Algorithm::rsa_2048 || algorithm == Algorithm::rsa_3072 || algorithm == Algorithm::rsa_4096;
}

/// The data object that holds the certificate of a slot.
CARD_API tlv::Tag certificate_object(Slot slot);

} // namespace card::piv
