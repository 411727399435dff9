// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openssl.hpp"
#include "spki_reader.hpp"

namespace card::pki {

/// A public key for OpenSSL, from a SubjectPublicKeyInfo and its parts; null if it cannot be used, as a point off its
/// curve. OpenSSL 3.0 spends more on decoding one than on verifying under it, so RSA and the curves that documents are
/// signed on are put together from their parts; a curve is made once and copied.
KeyPtr make_verification_key(ByteView spki, const SpkiParts& parts);

} // namespace card::pki
