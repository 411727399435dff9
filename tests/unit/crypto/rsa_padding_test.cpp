// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa_padding.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Hash;
using crypto::Oaep;
using crypto::Pss;
using test::error_of;

namespace {

const Bytes f4{0x01, 0x00, 0x01};

Hash hash_of(const std::string& name)
{
    const std::map<std::string, Hash> hashes{{"SHA-1", Hash::sha1}, {"SHA-224", Hash::sha224},
        {"SHA-256", Hash::sha256}, {"SHA-384", Hash::sha384}, {"SHA-512", Hash::sha512}};
    return hashes.at(name);
}

std::vector<test::Vector> vectors_with(const std::string& field)
{
    std::vector<test::Vector> all = test::read_vectors("rsa_padding.vec");
    std::erase_if(all, [&](const test::Vector& vector) { return !vector.has(field); });
    return all;
}

Oaep oaep_of(const test::Vector& vector)
{
    return {hash_of(vector.text("Hash")), hash_of(vector.text("Mask")), vector.bytes("Label")};
}

/// The block, with one byte changed.
Bytes damaged(ByteView block, std::size_t at, std::uint8_t difference)
{
    Bytes out = to_bytes(block);
    out.at(at) ^= difference;
    return out;
}

} // namespace

TEST_CASE("rsa padding: PSS signatures of OpenSSL")
{
    std::size_t tried = 0;
    for (const test::Vector& vector : vectors_with("SaltSize")) {
        CAPTURE(vector.source);
        const auto key = crypto::RsaPublicKey::make(vector.bytes("Modulus"), f4);
        const Pss pss{hash_of(vector.text("Hash")), hash_of(vector.text("Mask")), std::stoul(vector.text("SaltSize"))};
        const Bytes digest = crypto::digest(pss.hash, vector.bytes("Message"));
        const Bytes signature = vector.bytes("Signature");
        CHECK(crypto::verify_rsa_pss(key, pss, digest, signature));
        for (std::size_t at = 0; at < signature.size(); at += 37)
            CHECK_FALSE(crypto::verify_rsa_pss(key, pss, digest, damaged(signature, at, 0x01)));
        CHECK_FALSE(crypto::verify_rsa_pss(key, pss, damaged(digest, 0, 0x01), signature));
        CHECK_FALSE(crypto::verify_rsa_pss(key, {pss.hash, pss.mask_hash, pss.salt_size + 1}, digest, signature));
        CHECK_FALSE(crypto::verify_rsa_pss(key, pss, digest, ByteView{signature}.first(signature.size() - 1)));
        CHECK_FALSE(crypto::verify_rsa_pss(key, pss, ByteView{digest}.first(digest.size() - 1), signature));
        CHECK_FALSE(crypto::verify_rsa_pss(key, pss, digest, key.modulus()));
        ++tried;
    }
    CHECK(tried == 12);
}

TEST_CASE("rsa padding: a salt that leaves no room, or is of another length than announced")
{
    const Bytes digest(32);
    const Pss longest{Hash::sha256, Hash::sha256, 222};
    CHECK(crypto::pss_block(longest, digest, Bytes(222), 256).size() == 256);
    CHECK(error_of([&] { return crypto::pss_block(longest, digest, Bytes(221), 256); }) == Errc::malformed_data);
    const Pss too_long{Hash::sha256, Hash::sha256, 223};
    CHECK(error_of([&] { return crypto::pss_block(too_long, digest, Bytes(223), 256); }) == Errc::malformed_data);
}

TEST_CASE("rsa padding: OAEP blocks of OpenSSL")
{
    std::size_t tried = 0;
    for (const test::Vector& vector : vectors_with("OaepBlock")) {
        CAPTURE(vector.source);
        const Oaep oaep = oaep_of(vector);
        const Bytes block = vector.bytes("OaepBlock");
        const auto message = crypto::oaep_message(oaep, block);
        REQUIRE(message.has_value());
        CHECK(to_bytes(*message) == vector.bytes("Message"));
        for (std::size_t at = 0; at < block.size(); ++at)
            CHECK_FALSE(crypto::oaep_message(oaep, damaged(block, at, 0x80)).has_value());
        CHECK_FALSE(crypto::oaep_message({oaep.hash, oaep.mask_hash, Bytes{0x00}}, block).has_value());
        ++tried;
    }
    CHECK(tried == 10);
}

TEST_CASE("rsa padding: OAEP there and back, up to the longest message")
{
    const Oaep oaep{Hash::sha256, Hash::sha1, Bytes{'L'}};
    for (const std::size_t size : {0U, 1U, 190U}) {
        const Bytes message(size, 0x01);
        const SecureBytes block = crypto::oaep_block(oaep, message, 256, crypto::system_random());
        CHECK(block[0] == 0x00);
        const auto back = crypto::oaep_message(oaep, block);
        REQUIRE(back.has_value());
        CHECK(to_bytes(*back) == message);
    }
    CHECK(error_of([&] { return crypto::oaep_block(oaep, Bytes(191), 256, crypto::system_random()); }) ==
          Errc::malformed_data);
}

TEST_CASE("rsa padding: PKCS#1 blocks of OpenSSL")
{
    std::size_t tried = 0;
    for (const test::Vector& vector : vectors_with("Pkcs1Block")) {
        CAPTURE(vector.source);
        const Bytes block = vector.bytes("Pkcs1Block");
        const auto message = crypto::pkcs1_message(block);
        REQUIRE(message.has_value());
        CHECK(to_bytes(*message) == vector.bytes("Message"));
        CHECK_FALSE(crypto::pkcs1_message(damaged(block, 0, 0x01)).has_value());
        CHECK_FALSE(crypto::pkcs1_message(damaged(block, 1, 0x03)).has_value()); // of a signature
        for (std::size_t at = 2; at < 10; ++at)                                  // too little padding
            CHECK_FALSE(crypto::pkcs1_message(damaged(block, at, block[at])).has_value());
        ++tried;
    }
    CHECK(tried == 8);
    Bytes endless(256, 0xFF); // nothing ends the padding
    endless[0] = 0x00;
    endless[1] = 0x02;
    CHECK_FALSE(crypto::pkcs1_message(endless).has_value());
    CHECK(error_of([] { return crypto::pkcs1_message(Bytes(10)); }) == Errc::malformed_data);
}

TEST_CASE("rsa padding: PKCS#1 there and back, up to the longest message")
{
    for (const std::size_t size : {0U, 1U, 245U}) {
        const Bytes message(size, 0x00);
        const auto back = crypto::pkcs1_message(crypto::pkcs1_encryption_block(message, 256, crypto::system_random()));
        REQUIRE(back.has_value());
        CHECK(to_bytes(*back) == message);
    }
    CHECK(error_of([] { return crypto::pkcs1_encryption_block(Bytes(246), 256, crypto::system_random()); }) ==
          Errc::malformed_data);
}
