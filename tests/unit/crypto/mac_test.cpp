// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/mac.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("mac: AES-CMAC, RFC 4493, SP 800-38B and Botan's vectors")
{
    for (const test::Vector& vector : test::read_vectors("aes_cmac.vec")) {
        CAPTURE(vector.source);
        const Bytes key = vector.bytes("Key");
        const Bytes message = vector.bytes("Message");
        const std::string expected = to_hex(vector.bytes("Mac"));
        CHECK(to_hex(crypto::aes_cmac(key, message)) == expected);
        CHECK(to_hex(crypto::AesCmac{SecureBytes{key}}.mac(message)) == expected);
        const ByteView whole = message;
        CHECK(to_hex(crypto::aes_cmac(key, {whole.first(message.size() / 3), whole.subspan(message.size() / 3)})) ==
              expected);
    }
}

TEST_CASE("mac: a key of another size is refused")
{
    CHECK(test::error_of([] { crypto::aes_cmac(Bytes(20), {}); }) == Errc::crypto_failed);
}
