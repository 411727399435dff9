// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openssl.hpp"
#include "spki_reader.hpp"

namespace card::pki {

/// A public key for OpenSSL.
struct OpensslKey {
    KeyPtr key;
    ContextPtr ecdsa; ///< ready to verify under the key, if it was used before; null otherwise
};

/// From a SubjectPublicKeyInfo and its parts; null if the key cannot be used, as a point off its curve. OpenSSL 3.0
/// spends more on decoding one than on verifying under it, so RSA and the curves that documents are signed on are put
/// together from their parts.
OpensslKey openssl_key(ByteView spki, const SpkiParts& parts);

/// Takes back what openssl_key() gave for parts with this curve, and a context for ECDSA if one was made, when nothing
/// refers to them any more: the next key on the curve is this one with another point.
void give_back(OpensslKey key, std::optional<int> curve);

} // namespace card::pki
