// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/block_cipher.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::BlockCipher;

TEST_CASE("block ciphers: published blocks of TDES and AES, both ways")
{
    for (const test::Vector& vector : test::read_vectors("management_key.vec")) {
        CAPTURE(vector.source);
        const BlockCipher cipher = vector.text("Algorithm") == "03" ? BlockCipher::tdes : BlockCipher::aes;
        const Bytes key = vector.bytes("Key");
        CHECK(equal(crypto::encrypt_block(cipher, key, vector.bytes("Witness")), vector.bytes("EncryptedWitness")));
        CHECK(equal(crypto::decrypt_block(cipher, key, vector.bytes("EncryptedWitness")), vector.bytes("Witness")));
        CHECK(equal(crypto::encrypt_block(cipher, key, vector.bytes("Challenge")), vector.bytes("Response")));
        CHECK(crypto::block_size(cipher) == vector.bytes("Witness").size());
    }
}

TEST_CASE("block ciphers: keys and blocks of other sizes")
{
    const auto refused = [](BlockCipher cipher, std::size_t key, std::size_t block) {
        const auto encrypted = test::error_of([&] { return crypto::encrypt_block(cipher, Bytes(key), Bytes(block)); });
        const auto decrypted = test::error_of([&] { return crypto::decrypt_block(cipher, Bytes(key), Bytes(block)); });
        return encrypted == Errc::crypto_failed && decrypted == Errc::crypto_failed;
    };
    for (const std::size_t key : {0U, 8U, 16U, 23U, 25U, 32U})
        CHECK(refused(BlockCipher::tdes, key, 8));
    for (const std::size_t key : {0U, 15U, 17U, 33U})
        CHECK(refused(BlockCipher::aes, key, 16));
    for (const std::size_t block : {0U, 7U, 9U, 16U})
        CHECK(refused(BlockCipher::tdes, 24, block));
    for (const std::size_t block : {0U, 8U, 15U, 17U, 32U})
        CHECK(refused(BlockCipher::aes, 24, block));
    CHECK_FALSE(refused(BlockCipher::tdes, 24, 8));
    CHECK_FALSE(refused(BlockCipher::aes, 24, 16));
}
