// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/kdf.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::KeyUse;

TEST_CASE("kdf: [9303-11] App. G and I, and gmrtd's vectors for longer keys")
{
    for (const test::Vector& vector : test::read_vectors("kdf.vec")) {
        CAPTURE(vector.source);
        const auto use = static_cast<KeyUse>(vector.bytes("Counter").at(0));
        const Bytes key = vector.bytes("Key");
        CHECK(to_hex(crypto::derive_key(vector.bytes("Secret"), use, key.size())) == to_hex(key));
    }
}

TEST_CASE("kdf: both session keys, [9303-11] App. G.1")
{
    const crypto::SessionKeys keys =
        crypto::derive_session_keys(from_hex("28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925"), 16);
    CHECK(to_hex(keys.k_enc) == "f5f0e35c0d7161ee6724ee513a0d9a7f");
    CHECK(to_hex(keys.k_mac) == "fe251c7858b356b24514b3bd5f4297d1");
}

TEST_CASE("kdf: a key size that AES lacks is refused")
{
    CHECK(test::error_of([] { return crypto::derive_key(Bytes(20), KeyUse::encryption, 20); }) == Errc::crypto_failed);
}
