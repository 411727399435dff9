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

TEST_CASE("mac: HMAC with SHA-256, RFC 4231 cases 1, 2 and 6")
{
    const auto hmac = [](const Bytes& key, std::string_view head, std::string_view tail) {
        return to_hex(crypto::hmac_sha256(key, {as_bytes(head), as_bytes(tail)}));
    };
    CHECK(hmac(Bytes(20, 0x0B), "Hi", " There") == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac(to_bytes(as_bytes("Jefe")), "what do ya want ", "for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac(Bytes(131, 0xAA), "Test Using Larger Than Block-Size Key", " - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
