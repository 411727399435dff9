// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/ec.hpp"

#include <functional>
#include <string>

namespace perso::issuer {

/// The PIN of the token, readable by one supervisor's card alone: an ephemeral key agrees with the card's key 9D
/// (ECDH), SHA-256 over the agreed point and everything in clear gives the key of AES-256-GCM. [800-56A] §5.8.2.1
struct PinEnvelope {
    std::string person;      ///< whose card opens it
    card::crypto::Point key; ///< 9D of that card
    card::crypto::Point ephemeral;
    card::Bytes nonce;
    card::Bytes sealed;
};

/// What the key 9D of a card does: the x-coordinate agreed with this point.
using Agreement = std::function<card::SecureBytes(const card::crypto::Point& peer)>;

/// The envelope in DER: SEQUENCE { INTEGER 1, UTF8String person, OCTET STRING key, ephemeral, nonce, sealed }, points
/// on P-256 or P-384.
card::Bytes seal_pin(
    card::ByteView pin, const std::string& person, const card::crypto::Point& key, card::crypto::RandomSource& random);

/// Throws malformed_tlv, malformed_data, key_rejected. An envelope has at most 1 KiB.
PinEnvelope parse_pin_envelope(card::ByteView der);

/// Throws seal_broken, and what the agreement throws.
card::SecureBytes open_pin(const PinEnvelope& envelope, const Agreement& agreement);

} // namespace perso::issuer
