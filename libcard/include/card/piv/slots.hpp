// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/public_key.hpp"
#include "card/tlv/tag.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace card::piv {

/// Key references. [800-73-4] part 1 table 4b
enum class Slot : std::uint8_t {
    authentication = 0x9A,      ///< logs in; needs the PIN
    signature = 0x9C,           ///< signs documents; needs the PIN for every signature
    key_management = 0x9D,      ///< agrees on keys (EC) or decrypts them (RSA); needs the PIN
    card_authentication = 0x9E, ///< proves the card; needs no PIN
};

inline constexpr std::array all_slots{
    Slot::authentication, Slot::signature, Slot::key_management, Slot::card_authentication};

/// Nothing if the key reference is none of these.
CARD_API std::optional<Slot> slot_of(std::uint8_t reference);

/// Algorithm identifiers. [800-78-4] table 6-2; RSA-3072 from [800-78-5] table 5
enum class Algorithm : std::uint8_t { rsa_3072 = 0x05, rsa_2048 = 0x07, p256 = 0x11, p384 = 0x14 };

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
    return algorithm == Algorithm::rsa_2048 || algorithm == Algorithm::rsa_3072;
}

/// Data objects. [800-73-4] part 1 table 3
namespace object {
inline constexpr tlv::Tag discovery{0x7E};
inline constexpr tlv::Tag chuid{0x5FC102};
inline constexpr tlv::Tag ccc{0x5FC107};
inline constexpr tlv::Tag security_object{0x5FC106};
inline constexpr tlv::Tag certificate_9a{0x5FC105};
inline constexpr tlv::Tag certificate_9c{0x5FC10A};
inline constexpr tlv::Tag certificate_9d{0x5FC10B};
inline constexpr tlv::Tag certificate_9e{0x5FC101};
} // namespace object

/// The data object that holds the certificate of a slot.
CARD_API tlv::Tag certificate_object(Slot slot);

} // namespace card::piv
