// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa_private.hpp"

#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::RsaPrivateKey;

namespace {

RsaPrivateKey key_of(const test::Vector& vector)
{
    const auto secret = [&](const char* name) { return SecureBytes{vector.bytes(name)}; };
    return {.public_key = crypto::RsaPublicKey::make(vector.bytes("Modulus"), Bytes{0x01, 0x00, 0x01}),
        .exponent = secret("Exponent"),
        .prime_1 = secret("Prime1"),
        .prime_2 = secret("Prime2"),
        .exponent_1 = secret("Exponent1"),
        .exponent_2 = secret("Exponent2"),
        .coefficient = secret("Coefficient")};
}

} // namespace

TEST_CASE("rsa private keys: the parts belong together, and no other part does")
{
    for (const test::Vector& vector : test::read_vectors("private_keys.vec")) {
        if (!vector.has("Modulus"))
            continue;
        CAPTURE(vector.text("Kind"));
        CHECK(crypto::is_consistent(key_of(vector)));
        for (SecureBytes RsaPrivateKey::*const part :
            {&RsaPrivateKey::exponent, &RsaPrivateKey::prime_1, &RsaPrivateKey::prime_2, &RsaPrivateKey::exponent_1,
                &RsaPrivateKey::exponent_2, &RsaPrivateKey::coefficient}) {
            RsaPrivateKey key = key_of(vector);
            SecureBytes& changed = key.*part;
            changed[changed.size() - 1] ^= 2;
            CHECK_FALSE(crypto::is_consistent(key));
            changed = SecureBytes{changed.size()};
            CHECK_FALSE(crypto::is_consistent(key));
            changed = SecureBytes{};
            CHECK_FALSE(crypto::is_consistent(key));
        }
        RsaPrivateKey another = key_of(vector);
        another.public_key = crypto::RsaPublicKey::make(vector.bytes("Modulus"), Bytes{0x03});
        CHECK_FALSE(crypto::is_consistent(another));
    }
}
