// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/cipher.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

namespace {

const Bytes key_128 = from_hex("2b7e151628aed2a6abf7158809cf4f3c");
const Bytes iv = from_hex("000102030405060708090a0b0c0d0e0f");
const Bytes two_blocks = from_hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");

} // namespace

TEST_CASE("cipher: AES block, [FIPS197] App. C")
{
    const Bytes block = from_hex("00112233445566778899aabbccddeeff");
    const Bytes key = from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const ByteView all = key;
    CHECK(to_hex(crypto::aes_encrypt_block(all.first(16), block)) == "69c4e0d86a7b0430d8cdb78070b4c55a");
    CHECK(to_hex(crypto::aes_encrypt_block(all.first(24), block)) == "dda97ca4864cdfe06eaf70a0ec0d7191");
    CHECK(to_hex(crypto::aes_encrypt_block(all, block)) == "8ea2b7ca516745bfeafc49904b496089");
}

TEST_CASE("cipher: AES-CBC, [800-38A] App. F.2.1, F.2.3, F.2.5")
{
    const auto check = [](const Bytes& key, std::string_view expected) {
        const Bytes ciphertext = crypto::aes_cbc_encrypt(key, iv, two_blocks);
        CHECK(to_hex(ciphertext) == expected);
        CHECK(to_hex(crypto::aes_cbc_decrypt(key, iv, ciphertext)) == to_hex(two_blocks));
    };
    check(key_128, "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
    check(from_hex("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b"),
        "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a");
    check(from_hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
        "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
}

TEST_CASE("cipher: wrong sizes are refused")
{
    const ByteView data = two_blocks;
    CHECK(test::error_of([&] { crypto::aes_cbc_encrypt(key_128, iv, data.first(17)); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { crypto::aes_cbc_decrypt(key_128, iv, data.first(31)); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { crypto::aes_cbc_encrypt(key_128, data, data); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { crypto::aes_cbc_encrypt(data.first(15), iv, data); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { crypto::aes_encrypt_block(key_128, data); }) == Errc::crypto_failed);
    CHECK(test::error_of([&] { crypto::aes_encrypt_block(data.first(15), iv); }) == Errc::crypto_failed);
    CHECK(crypto::aes_cbc_encrypt(key_128, iv, {}).empty());
}

TEST_CASE("cipher: padding method 2 goes on and off at every length")
{
    for (std::size_t size = 0; size <= 33; ++size) {
        const Bytes data(size, 0x80); // data that looks like padding
        const SecureBytes padded = crypto::pad80(data);
        CHECK(padded.size() % 16 == 0);
        CHECK(padded.size() > size);
        CHECK(equal(crypto::unpad80(padded), data));
    }
    CHECK(to_hex(crypto::pad80(from_hex("AABB"), 8)) == "aabb800000000000");
}

TEST_CASE("cipher: padding that is none is refused")
{
    for (const char* wrong : {"", "00", "01", "80808081", "00000000000000000000000000000000",
             "80 00000000000000000000000000000000" /* 80 outside the last block */}) {
        CAPTURE(wrong);
        const Bytes data = from_hex(wrong);
        CHECK(test::error_of([&] { crypto::unpad80(data); }) == Errc::crypto_failed);
    }
}
