// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openssl.hpp"
#include "spki_reader.hpp"

namespace card::pki {

/// A public key for OpenSSL, from a SubjectPublicKeyInfo and its parts; null if it cannot be used, as a point off its
/// curve. OpenSSL 3.0 spends more on decoding one than on verifying under it, so RSA and the curves that documents are
/// signed on are put together from their parts.
KeyPtr openssl_key(ByteView spki, const SpkiParts& parts);

/// Takes back what openssl_key() gave for parts with this curve and nothing refers to any more: the next key on the
/// curve is this one with another point.
void give_back(KeyPtr key, std::optional<int> curve);

} // namespace card::pki
