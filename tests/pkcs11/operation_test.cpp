// SPDX-License-Identifier: Apache-2.0
#include "operation.hpp"

#include "errors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::from_hex;

p11::CardKey ec_key(card::crypto::Curve curve)
{
    return {card::piv::Slot::authentication, card::crypto::Group{curve}.generator()};
}

p11::CardKey rsa_key(std::size_t size)
{
    return {card::piv::Slot::authentication,
        card::crypto::RsaPublicKey::make(Bytes(size, std::uint8_t{0xFF}), Bytes{0x01, 0x00, 0x01})};
}

p11::SignOperation begin(CK_MECHANISM_TYPE type, const p11::CardKey& key = ec_key(card::crypto::Curve::p256))
{
    return p11::SignOperation{p11::find_mechanism(type, {&key, 1}).mechanism, key};
}

Bytes input(p11::SignOperation operation, card::ByteView data)
{
    operation.update(data);
    return operation.card_input();
}

Bytes digest(CK_MECHANISM_TYPE type, card::ByteView data)
{
    return input(begin(type), data);
}

} // namespace

TEST_CASE("operation: the message is hashed as FIPS 180 says, example \"abc\"")
{
    const card::ByteView abc = card::as_bytes("abc");
    CHECK(
        digest(CKM_ECDSA_SHA256, abc) == from_hex("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
    // a shorter digest is a smaller number
    CHECK(digest(CKM_ECDSA_SHA1, abc) == from_hex("000000000000000000000000A9993E364706816ABA3E25717850C26C9CD0D89D"));
    // of a longer one only the leftmost bits count
    CHECK(
        digest(CKM_ECDSA_SHA384, abc) == from_hex("CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED"));
}

TEST_CASE("operation: in parts as in one piece")
{
    p11::SignOperation operation = begin(CKM_ECDSA_SHA256);
    for (const char* part : {"a", "", "bc"})
        operation.update(card::as_bytes(part));
    CHECK(operation.card_input() == digest(CKM_ECDSA_SHA256, card::as_bytes("abc")));
}

TEST_CASE("operation: the caller's digest, of any usual length")
{
    CHECK(digest(CKM_ECDSA, Bytes(32, 0xA5)) == Bytes(32, 0xA5));
    CHECK(digest(CKM_ECDSA, Bytes{0x01}) == card::concat({Bytes(31), Bytes{0x01}}));
    CHECK(digest(CKM_ECDSA, Bytes(64, 0xA5)) == Bytes(32, 0xA5));
    CHECK_THROWS_AS(digest(CKM_ECDSA, Bytes(65)), p11::Failure);
    CHECK_THROWS_AS(digest(CKM_ECDSA, Bytes{}), p11::Failure);
}

TEST_CASE("operation: a key on P-384 signs digests of 48 bytes")
{
    const auto signs = [](CK_MECHANISM_TYPE type, card::ByteView data) {
        return input(begin(type, ec_key(card::crypto::Curve::p384)), data);
    };
    const card::ByteView abc = card::as_bytes("abc"); // FIPS 180
    CHECK(signs(CKM_ECDSA_SHA384, abc) ==
          from_hex("CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7"));
    CHECK(signs(CKM_ECDSA_SHA256, abc) ==
          from_hex("00000000000000000000000000000000BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
    CHECK(begin(CKM_ECDSA, ec_key(card::crypto::Curve::p384)).signature_size() == 96);
}

TEST_CASE("operation: RSA keys sign PKCS#1 blocks, with the module's DigestInfo or the caller's")
{
    for (const std::size_t size : {256U, 384U}) {
        const auto operation = [&](CK_MECHANISM_TYPE type) { return begin(type, rsa_key(size)); };
        const card::ByteView abc = card::as_bytes("abc");
        const Bytes hash = card::crypto::digest(card::crypto::Hash::sha256, abc);
        const Bytes block = card::crypto::pkcs1_block(card::crypto::Hash::sha256, hash, size);
        CHECK(input(operation(CKM_SHA256_RSA_PKCS), abc) == block);
        const Bytes digest_info = card::concat({from_hex("3031300D060960864801650304020105000420"), hash});
        CHECK(input(operation(CKM_RSA_PKCS), digest_info) == block);
        CHECK(input(operation(CKM_RSA_PKCS), Bytes(size - 11)).size() == size);
        CHECK_THROWS_AS(input(operation(CKM_RSA_PKCS), Bytes(size - 10)), p11::Failure);
        CHECK_THROWS_AS(input(operation(CKM_RSA_PKCS), {}), p11::Failure);
        CHECK(operation(CKM_RSA_PKCS).signature_size() == size);
    }
}

TEST_CASE("operation: a key that wants the PIN each time waits for it")
{
    p11::CardKey key = ec_key(card::crypto::Curve::p256);
    CHECK(begin(CKM_ECDSA, key).authorized());
    key.slot = card::piv::Slot::signature;
    p11::SignOperation operation = begin(CKM_ECDSA, key);
    CHECK_FALSE(operation.authorized());
    operation.authorize();
    CHECK(operation.authorized());
}

TEST_CASE("mechanisms: those of the keys that sign, with their sizes")
{
    const auto types = [](const std::vector<p11::CardKey>& keys) {
        std::vector<CK_MECHANISM_TYPE> out;
        for (const p11::Offer& offer : p11::mechanisms(keys))
            out.push_back(offer.mechanism.type);
        return out;
    };
    const p11::CardKey p256 = ec_key(card::crypto::Curve::p256);
    const p11::CardKey p384 = ec_key(card::crypto::Curve::p384);
    CHECK(types({}).empty());
    CHECK(types({p256}).size() == 6);
    CHECK(types({p256, rsa_key(256)}).size() == 12);
    const std::vector<p11::CardKey> both{p256, p384};
    const p11::Offer ecdsa = p11::find_mechanism(CKM_ECDSA, both);
    CHECK(ecdsa.info.ulMinKeySize == 256);
    CHECK(ecdsa.info.ulMaxKeySize == 384);
    const std::vector<p11::CardKey> rsa{rsa_key(256), rsa_key(384)};
    CHECK(p11::find_mechanism(CKM_RSA_PKCS, rsa).info.ulMinKeySize == 2048);
    CHECK(p11::find_mechanism(CKM_RSA_PKCS, rsa).info.ulMaxKeySize == 3072);
    CHECK_THROWS_AS(p11::find_mechanism(CKM_ECDSA, rsa), p11::Failure);

    p11::CardKey agreeing = p256;
    agreeing.slot = card::piv::Slot::key_management;
    CHECK(types({agreeing}).empty());
    // a mechanism of the token, but of another of its keys
    CHECK_THROWS_AS((p11::SignOperation{ecdsa.mechanism, rsa_key(256)}), p11::Failure);
}

TEST_CASE("operation: mechanisms that the card does not have")
{
    CHECK_THROWS_AS(begin(CKM_RSA_PKCS), p11::Failure);
    CHECK_THROWS_AS(begin(CKM_EDDSA), p11::Failure);
}
