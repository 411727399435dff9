// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/rsa.hpp"

namespace card::crypto {

/// An RSA key of two primes on its way into a card; nothing here computes with it. Move-only, wiped.
struct RsaPrivateKey {
    RsaPublicKey public_key;
    SecureBytes exponent;    ///< d, as long as the modulus
    SecureBytes prime_1;     ///< p, this and the following half as long
    SecureBytes prime_2;     ///< q
    SecureBytes exponent_1;  ///< d mod p - 1
    SecureBytes exponent_2;  ///< d mod q - 1
    SecureBytes coefficient; ///< q^-1 mod p
};

/// Whether the parts belong together: p q = n, e d = 1 modulo p - 1 and q - 1, and the rest follows. [RFC8017] §3.2
/// Asks neither whether the primes are primes nor how they were found.
CARD_API bool is_consistent(const RsaPrivateKey& key);

} // namespace card::crypto
