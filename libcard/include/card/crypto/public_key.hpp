// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/ec.hpp"
#include "card/crypto/rsa.hpp"

#include <variant>

namespace card::crypto {

/// The key of a card's slot: a point of a curve, or RSA.
using PublicKey = std::variant<Point, RsaPublicKey>;

/// Whether `signature` was made over the digest: an ECDSA-Sig-Value under a point, PKCS#1 v1.5 with `hash` under RSA.
/// False for every malformed signature.
CARD_API bool verify_signature(const PublicKey& key, Hash hash, ByteView digest, ByteView signature);

} // namespace card::crypto
