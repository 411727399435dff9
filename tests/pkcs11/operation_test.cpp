// SPDX-License-Identifier: Apache-2.0
#include "operation.hpp"

#include "errors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <functional>

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

/// Throws CKR_MECHANISM_INVALID as the module would.
p11::Recipe recipe(const CK_MECHANISM& mechanism, p11::Use use, const p11::CardKey& key)
{
    const auto known = p11::mechanism_for(mechanism.mechanism, use, key);
    p11::require(known.has_value(), CKR_MECHANISM_INVALID);
    return p11::Recipe{*known, mechanism, key};
}

p11::SignOperation begin(CK_MECHANISM_TYPE type, const p11::CardKey& key = ec_key(card::crypto::Curve::p256))
{
    return p11::SignOperation{recipe({type, nullptr, 0}, p11::Use::sign, key)};
}

Bytes input(p11::SignOperation operation, card::ByteView data)
{
    operation.message.update(data);
    return operation.card_input();
}

CK_RV rv_of(const std::function<void()>& action)
{
    try {
        action();
        return CKR_OK;
    } catch (const p11::Failure& failure) {
        return failure.rv();
    }
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
        operation.message.update(card::as_bytes(part));
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
    CHECK(ec_key(card::crypto::Curve::p384).signature_size() == 96);
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
        CHECK(rsa_key(size).signature_size() == size);
    }
}

TEST_CASE("operation: a key that wants the PIN each time waits for it")
{
    p11::CardKey key = ec_key(card::crypto::Curve::p256);
    CHECK(begin(CKM_ECDSA, key).may_sign());
    key.slot = card::piv::Slot::signature;
    p11::SignOperation operation = begin(CKM_ECDSA, key);
    CHECK_FALSE(operation.may_sign());
    operation.authorized = true;
    CHECK(operation.may_sign());
}

TEST_CASE("operation: PSS blocks of the caller's digest, and of the module's")
{
    const p11::CardKey key = rsa_key(256);
    CK_RSA_PKCS_PSS_PARAMS pss{CKM_SHA256, CKG_MGF1_SHA256, 32};
    const CK_MECHANISM raw{CKM_RSA_PKCS_PSS, &pss, sizeof pss};
    const CK_MECHANISM hashing{CKM_SHA256_RSA_PKCS_PSS, &pss, sizeof pss};
    const CK_MECHANISM other_hash{CKM_SHA384_RSA_PKCS_PSS, &pss, sizeof pss};
    const auto sign = [&](const CK_MECHANISM& mechanism, const Bytes& data) {
        return input(p11::SignOperation{recipe(mechanism, p11::Use::sign, key)}, data);
    };
    CHECK(sign(raw, Bytes(32)).back() == 0xBC);
    CHECK(sign(raw, Bytes(32)) != sign(raw, Bytes(32))); // another salt
    CHECK(sign(hashing, Bytes(1000)).back() == 0xBC);
    CHECK(rv_of([&] { sign(raw, Bytes(31)); }) == CKR_DATA_LEN_RANGE);
    CHECK(rv_of([&] { sign(raw, Bytes(33)); }) == CKR_DATA_LEN_RANGE);
    CHECK(rv_of([&] { sign(other_hash, Bytes(1)); }) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(rv_of([&] { sign({CKM_RSA_PKCS_PSS, nullptr, 0}, Bytes(32)); }) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(rv_of([&] { sign({CKM_RSA_PKCS_PSS, &pss, 7}, Bytes(32)); }) == CKR_MECHANISM_PARAM_INVALID);
    for (const CK_RSA_PKCS_PSS_PARAMS& bad : {CK_RSA_PKCS_PSS_PARAMS{CKM_MD5, CKG_MGF1_SHA256, 32},
             CK_RSA_PKCS_PSS_PARAMS{CKM_SHA256, 99, 32}, CK_RSA_PKCS_PSS_PARAMS{CKM_SHA256, CKG_MGF1_SHA256, 223},
             CK_RSA_PKCS_PSS_PARAMS{CKM_SHA256, CKG_MGF1_SHA256, ~0UL}}) {
        pss = bad;
        CHECK(rv_of([&] { sign(raw, Bytes(32)); }) == CKR_MECHANISM_PARAM_INVALID);
    }
}

TEST_CASE("operation: blocks that the caller made are numbers below the modulus")
{
    const p11::CardKey key = rsa_key(256); // FF in every byte
    CHECK(input(begin(CKM_RSA_X_509, key), Bytes{0x05}) == card::concat({Bytes(255), Bytes{0x05}}));
    CHECK(input(begin(CKM_RSA_X_509, key), Bytes(256, 0x05)) == Bytes(256, 0x05));
    CHECK(rv_of([&] { input(begin(CKM_RSA_X_509, key), Bytes(256, 0xFF)); }) == CKR_DATA_INVALID);
    CHECK(rv_of([&] { input(begin(CKM_RSA_X_509, key), Bytes(257)); }) == CKR_DATA_LEN_RANGE);
}

TEST_CASE("operation: OAEP takes parameters that fit together")
{
    p11::CardKey key = rsa_key(256);
    key.slot = card::piv::Slot::key_management;
    const auto begins = [&](CK_RSA_PKCS_OAEP_PARAMS oaep) {
        return rv_of([&] { recipe({CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}, p11::Use::decrypt, key); });
    };
    unsigned char label[] = {'L'};
    CHECK(begins({CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0}) == CKR_OK);
    CHECK(begins({CKM_SHA_1, CKG_MGF1_SHA1, 0, nullptr, 0}) == CKR_OK); // as some callers leave it
    CHECK(begins({CKM_SHA512, CKG_MGF1_SHA256, CKZ_DATA_SPECIFIED, label, sizeof label}) == CKR_OK);
    CHECK(begins({CKM_SHA_1, CKG_MGF1_SHA1, 0, label, sizeof label}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(begins({CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 1}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(begins({CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, label, ~0UL}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(begins({CKM_ECDSA, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0}) == CKR_MECHANISM_PARAM_INVALID);
}

TEST_CASE("mechanisms: those of the keys that are there, with their sizes, and digests always")
{
    using p11::Use;
    constexpr std::size_t digests = 5;
    const auto types = [](const std::vector<p11::CardKey>& keys) {
        std::vector<CK_MECHANISM_TYPE> out;
        for (const p11::Offer& offer : p11::mechanisms(keys))
            out.push_back(offer.mechanism.type);
        return out;
    };
    const p11::CardKey p256 = ec_key(card::crypto::Curve::p256);
    const p11::CardKey p384 = ec_key(card::crypto::Curve::p384);
    CHECK(types({}).size() == digests);
    CHECK(types({p256}).size() == digests + 6);
    CHECK(types({p256, rsa_key(256)}).size() == digests + 6 + 13);
    const std::vector<p11::CardKey> both{p256, p384};
    const p11::Offer ecdsa = p11::find_mechanism(CKM_ECDSA, both);
    CHECK(ecdsa.info.ulMinKeySize == 256);
    CHECK(ecdsa.info.ulMaxKeySize == 384);
    CHECK((ecdsa.info.flags & (CKF_HW | CKF_SIGN | CKF_VERIFY)) == (CKF_HW | CKF_SIGN | CKF_VERIFY));
    const std::vector<p11::CardKey> rsa{rsa_key(256), rsa_key(384)};
    CHECK(p11::find_mechanism(CKM_RSA_PKCS, rsa).info.ulMinKeySize == 2048);
    CHECK(p11::find_mechanism(CKM_RSA_PKCS, rsa).info.ulMaxKeySize == 3072);
    CHECK(p11::find_mechanism(CKM_RSA_PKCS, rsa).info.flags == (CKF_HW | CKF_SIGN | CKF_VERIFY));
    CHECK(p11::find_mechanism(CKM_SHA256, {}).info.flags == CKF_DIGEST);
    CHECK_THROWS_AS(p11::find_mechanism(CKM_ECDSA, rsa), p11::Failure);

    p11::CardKey agreeing = p256;
    agreeing.slot = card::piv::Slot::key_management;
    CHECK(types({agreeing}).size() == digests + 1);
    CHECK((p11::find_mechanism(CKM_ECDH1_DERIVE, {&agreeing, 1}).info.flags & CKF_DERIVE) != 0);
    CHECK_FALSE(p11::mechanism_for(CKM_ECDSA, Use::sign, agreeing).has_value());
    p11::CardKey decrypting = rsa_key(256);
    decrypting.slot = card::piv::Slot::key_management;
    CHECK(types({decrypting}).size() == digests + 3);
    CHECK(p11::find_mechanism(CKM_RSA_PKCS_OAEP, {&decrypting, 1}).info.flags == (CKF_HW | CKF_DECRYPT | CKF_ENCRYPT));
    CHECK_FALSE(p11::mechanism_for(CKM_SHA256_RSA_PKCS, Use::decrypt, decrypting).has_value());
    CHECK(p11::allowed_mechanisms(agreeing, true) == std::vector<CK_MECHANISM_TYPE>{CKM_ECDH1_DERIVE});
    CHECK(p11::allowed_mechanisms(agreeing, false).empty());
    CHECK(p11::allowed_mechanisms(p256, true).size() == 6);
}

TEST_CASE("operation: mechanisms that the card does not have")
{
    CHECK_THROWS_AS(begin(CKM_RSA_PKCS), p11::Failure);
    CHECK_THROWS_AS(begin(CKM_EDDSA), p11::Failure);
    CHECK_THROWS_AS(begin(CKM_SHA256), p11::Failure);
}
