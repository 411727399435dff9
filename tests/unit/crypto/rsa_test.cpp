// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/public_key.hpp"
#include "card/crypto/signature.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Hash;
using crypto::RsaPublicKey;
using test::error_of;

namespace {

const Bytes f4{0x01, 0x00, 0x01};

Hash hash_of(const std::string& name)
{
    const std::map<std::string, Hash> hashes{{"SHA-1", Hash::sha1}, {"SHA-224", Hash::sha224},
        {"SHA-256", Hash::sha256}, {"SHA-384", Hash::sha384}, {"SHA-512", Hash::sha512}};
    return hashes.at(name);
}

RsaPublicKey key_of(const test::Vector& vector)
{
    return RsaPublicKey::make(vector.bytes("Modulus"), f4);
}

const test::Vector& first_vector()
{
    static const std::vector<test::Vector> vectors = test::read_vectors("rsa.vec");
    return vectors.front();
}

} // namespace

TEST_CASE("rsa: PKCS#1 v1.5, Wycheproof and OpenSSL")
{
    for (const test::Vector& vector : test::read_vectors("rsa.vec")) {
        CAPTURE(vector.source);
        const RsaPublicKey key = key_of(vector);
        const Hash hash = hash_of(vector.text("Hash"));
        const Bytes digest = crypto::digest(hash, vector.bytes("Message"));
        const bool valid = vector.text("Valid") == "yes";
        const Bytes block = crypto::rsa_public_operation(key, vector.bytes("Signature"));
        CHECK(to_hex(ByteView{block}.first(4)) == "0001ffff"); // the invalid ones differ inside
        CHECK((crypto::pkcs1_block(hash, digest, key.size()) == block) == valid);
        CHECK(crypto::verify_rsa_pkcs1(key, hash, digest, vector.bytes("Signature")) == valid);
        CHECK(crypto::verify_signature(key, hash, digest, vector.bytes("Signature")) == valid);
    }
}

TEST_CASE("rsa: a signature of another length, message or key, or above the modulus, is refused")
{
    const test::Vector& vector = first_vector();
    const RsaPublicKey key = key_of(vector);
    const Bytes digest = crypto::digest(Hash::sha256, vector.bytes("Message"));
    const Bytes good = vector.bytes("Signature");
    const auto verifies = [&](ByteView signature) {
        return crypto::verify_rsa_pkcs1(key, Hash::sha256, digest, signature);
    };
    REQUIRE(verifies(good));
    CHECK_FALSE(verifies({}));
    CHECK_FALSE(verifies(ByteView{good}.first(255)));
    CHECK_FALSE(verifies(concat({Bytes{0x00}, good})));
    CHECK_FALSE(verifies(key.modulus()));
    CHECK_FALSE(verifies(Bytes(256, std::uint8_t{0xFF})));
    CHECK_FALSE(verifies(Bytes(256, std::uint8_t{0x00})));
    for (std::size_t i = 0; i < good.size(); i += 17) {
        Bytes altered = good;
        altered[i] ^= 0x20;
        CHECK_FALSE(verifies(altered));
    }
    CHECK_FALSE(crypto::verify_rsa_pkcs1(key, Hash::sha384, crypto::digest(Hash::sha384, as_bytes("Test")), good));
    CHECK_FALSE(crypto::verify_rsa_pkcs1(key, Hash::sha256, ByteView{digest}.first(31), good));
    Bytes other = key.modulus();
    other[100] ^= 0x02;
    CHECK_FALSE(crypto::verify_rsa_pkcs1(RsaPublicKey::make(other, f4), Hash::sha256, digest, good));
}

TEST_CASE("rsa: keys of another size or shape are refused")
{
    const Bytes good = key_of(first_vector()).modulus();
    CHECK(RsaPublicKey::make(concat({Bytes{0x00}, good}), concat({Bytes{0x00}, f4})) == key_of(first_vector()));
    const auto error = [](ByteView modulus, ByteView exponent) {
        return error_of([&] { return RsaPublicKey::make(modulus, exponent); });
    };
    Bytes even = good;
    even.back() ^= 0x01;
    Bytes short_by_a_bit = good;
    short_by_a_bit[0] &= 0x7F;
    CHECK(error(even, f4) == Errc::key_rejected);
    CHECK(error(short_by_a_bit, f4) == Errc::key_rejected);
    CHECK(error(ByteView{good}.first(255), f4) == Errc::key_rejected);
    CHECK(error(Bytes(513, std::uint8_t{0xFF}), f4) == Errc::key_rejected);
    CHECK(error(Bytes(256), f4) == Errc::key_rejected);
    CHECK(error({}, f4) == Errc::key_rejected);
    CHECK(error(good, {}) == Errc::key_rejected);
    CHECK(error(good, Bytes{0x01}) == Errc::key_rejected);
    CHECK(error(good, Bytes{0x02}) == Errc::key_rejected);
    CHECK(error(good, Bytes{0x03}) == std::nullopt);
    CHECK(error(good, Bytes(9, std::uint8_t{0x11})) == Errc::key_rejected);
}

TEST_CASE("rsa: blocks that do not fit")
{
    const RsaPublicKey key = key_of(first_vector());
    CHECK(error_of([&] { return crypto::rsa_public_operation(key, Bytes(255)); }) == Errc::malformed_data);
    CHECK(error_of([&] { return crypto::rsa_public_operation(key, key.modulus()); }) == Errc::malformed_data);
    CHECK(crypto::rsa_public_operation(key, Bytes(256)) == Bytes(256)); // zero, in full length
    CHECK(error_of([] { return crypto::pkcs1_block(Hash::sha256, Bytes(20), 256); }) == Errc::malformed_data);
    CHECK(error_of([] { return crypto::pkcs1_block(Hash::sha256, Bytes(32), 61); }) == Errc::malformed_data);
    CHECK(to_hex(crypto::pkcs1_block(Hash::sha256, Bytes(32, std::uint8_t{0xAB}), 62)) ==
          "0001" + std::string(16, 'f') + "003031300d060960864801650304020105000420" +
              to_hex(Bytes(32, std::uint8_t{0xAB})));
}

TEST_CASE("public key: ECDSA signatures as a card encodes them, RFC 6979")
{
    for (const test::Vector& vector : test::read_vectors("ecdsa.vec")) {
        CAPTURE(vector.source);
        const bool p384 = vector.text("Curve") == "P-384";
        const auto curve = p384 ? crypto::Curve::p384 : crypto::Curve::p256;
        const Hash hash = p384 ? Hash::sha384 : Hash::sha256;
        const crypto::PublicKey key = crypto::Point::decode(curve, vector.bytes("Public"));
        const Bytes digest = crypto::digest(hash, vector.bytes("Message"));
        const Bytes raw = concat({vector.bytes("R"), vector.bytes("S")});
        const Bytes der = crypto::der_from_raw(curve, raw);
        CHECK(crypto::verify_signature(key, hash, digest, der));
        CHECK_FALSE(crypto::verify_signature(key, hash, digest, raw));
        CHECK_FALSE(crypto::verify_signature(key, hash, digest, {}));
        CHECK_FALSE(crypto::verify_signature(key, hash, ByteView{digest}.first(31), der));
        CHECK_FALSE(crypto::verify_signature(key_of(first_vector()), hash, digest, der));
    }
}
