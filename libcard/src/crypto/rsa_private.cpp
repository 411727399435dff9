// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa_private.hpp"

#include "translate.hpp"

#include <botan/bigint.h>

namespace card::crypto {

namespace {

/// Numbers of Botan wipe themselves.
Botan::BigInt number(ByteView bytes)
{
    return Botan::BigInt{bytes.data(), bytes.size()};
}

/// Whether d reduces to `reduced` modulo prime - 1, and undoes e there.
bool reduces(const Botan::BigInt& d, const Botan::BigInt& e, const Botan::BigInt& prime, const Botan::BigInt& reduced)
{
    const Botan::BigInt order = prime - 1;
    return d % order == reduced && (e * reduced) % order == 1;
}

} // namespace

bool is_consistent(const RsaPrivateKey& key)
{
    return translated(Errc::crypto_failed, "RSA refused its input", [&] {
        const Botan::BigInt p = number(key.prime_1);
        const Botan::BigInt q = number(key.prime_2);
        const Botan::BigInt d = number(key.exponent);
        const Botan::BigInt e = number(key.public_key.exponent());
        if (p <= 1 || q <= 1 || p * q != number(key.public_key.modulus()))
            return false;
        return reduces(d, e, p, number(key.exponent_1)) && reduces(d, e, q, number(key.exponent_2)) &&
               (number(key.coefficient) * q) % p == 1;
    });
}

} // namespace card::crypto
