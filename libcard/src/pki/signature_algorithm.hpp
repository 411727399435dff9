// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openssl.hpp"

#include "card/crypto/ec.hpp"
#include "card/crypto/hash.hpp"

namespace card::pki {

/// The hash that an AlgorithmIdentifier names. Throws unsupported for any other than SHA-256, SHA-384 and SHA-512.
crypto::Hash hash_of(const X509_ALGOR* algorithm);
const EVP_MD* digest_method(crypto::Hash hash);
/// The hash that goes with a curve of this size in signatures: SHA-384 for P-384, else SHA-256.
crypto::Hash hash_for(crypto::Curve curve);

/// The signature algorithm works with this hash, and RSASSA-PSS uses it for its mask as well, with a salt of its
/// length. Throws unsupported. [RFC4055] §3.1
void check_signature_algorithm(const X509_ALGOR* algorithm, crypto::Hash hash);

} // namespace card::pki
