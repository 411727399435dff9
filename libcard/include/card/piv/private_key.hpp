// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/public_key.hpp"
#include "card/crypto/rsa_private.hpp"

#include <variant>

namespace card::piv {

/// A private key made outside the card, which import_key brings into a slot.
using PrivateKey = std::variant<crypto::KeyPair, crypto::RsaPrivateKey>;

CARD_API crypto::PublicKey public_key_of(const PrivateKey& key);

/// Reads PKCS #8 in DER, not encrypted: an EC key on P-256 or P-384 named by its identifier, or RSA of two primes.
/// [RFC5958] §2, [RFC5915] §3, [RFC8017] App. A.1.2
/// Throws malformed_tlv, malformed_data; unsupported for another kind of key; key_rejected for an EC key out of its
/// range or with another public key, and for RSA parts that do not belong together.
CARD_API PrivateKey decode_private_key(ByteView pkcs8);

} // namespace card::piv
