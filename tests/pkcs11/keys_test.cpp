// SPDX-License-Identifier: Apache-2.0
// What the keys of a card do besides signing what the module hashed: PSS, key agreement, verification. The card has
// 9A RSA-2048, 9C P-384, 9D P-256, 9E RSA-3072.
#include "issued_card.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/ec.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/rsa_padding.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::crypto::Hash;
using test::id_9a;
using test::id_9d;
using test::IssuedCard;
using test::Module;
using test::Session;

constexpr std::string_view message = "what the holder signs";

/// A session, logged in.
struct Holder {
    explicit Holder(const Module& loaded) : module{loaded}, session{loaded}
    {
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    }

    CK_OBJECT_HANDLE private_key(std::uint8_t id) const { return session.only(CKO_PRIVATE_KEY, id); }

    CK_OBJECT_HANDLE public_key(std::uint8_t id) const { return session.only(CKO_PUBLIC_KEY, id); }

    CK_RV sign(CK_MECHANISM mechanism, Bytes data, Bytes& signature) const
    {
        if (const CK_RV rv = module->C_SignInit(session, &mechanism, private_key(id_9a)); rv != CKR_OK)
            return rv;
        signature.assign(512, 0x00);
        CK_ULONG size = signature.size();
        const CK_RV rv = module->C_Sign(session, data.data(), data.size(), signature.data(), &size);
        signature.resize(rv == CKR_OK ? size : 0);
        return rv;
    }

    CK_RV verify(CK_MECHANISM mechanism, Bytes data, Bytes signature) const
    {
        if (const CK_RV rv = module->C_VerifyInit(session, &mechanism, public_key(id_9a)); rv != CKR_OK)
            return rv;
        return module->C_Verify(session, data.data(), data.size(), signature.data(), signature.size());
    }

    CK_RV derive(CK_ECDH1_DERIVE_PARAMS parameters, CK_OBJECT_HANDLE& made, std::vector<CK_ATTRIBUTE> wanted = {}) const
    {
        CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
        return module->C_DeriveKey(session, &mechanism, private_key(id_9d), wanted.data(), wanted.size(), &made);
    }

    /// The key of 9D in a certificate, as its public point.
    card::crypto::Point point() const
    {
        const Bytes encoded = session.attribute(public_key(id_9d), CKA_EC_POINT);
        return card::crypto::Point::decode(card::crypto::Curve::p256, card::ByteView{encoded}.subspan(2));
    }

    const Module& module;
    Session session;
};

CK_ECDH1_DERIVE_PARAMS with_point(Bytes& point, CK_ULONG kdf = CKD_NULL)
{
    return {kdf, 0, nullptr, point.size(), point.data()};
}

} // namespace

TEST_SUITE_BEGIN("four slots");

TEST_CASE("pkcs11 card: PSS with every hash, checked by another implementation and by the module")
{
    const IssuedCard card;
    const Module module;
    const Holder holder{module};
    const CK_OBJECT_HANDLE key = holder.public_key(id_9a);
    const auto rsa = card::crypto::RsaPublicKey::make(
        holder.session.attribute(key, CKA_MODULUS), holder.session.attribute(key, CKA_PUBLIC_EXPONENT));

    struct Case {
        CK_MECHANISM_TYPE type, digest;
        CK_RSA_PKCS_MGF_TYPE mask;
        Hash hash;
    };

    for (const Case& c : {Case{CKM_SHA1_RSA_PKCS_PSS, CKM_SHA_1, CKG_MGF1_SHA1, Hash::sha1},
             Case{CKM_SHA256_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256, Hash::sha256},
             Case{CKM_SHA384_RSA_PKCS_PSS, CKM_SHA384, CKG_MGF1_SHA384, Hash::sha384},
             Case{CKM_SHA512_RSA_PKCS_PSS, CKM_SHA512, CKG_MGF1_SHA512, Hash::sha512}}) {
        const std::size_t salt = card::crypto::digest_size(c.hash);
        CK_RSA_PKCS_PSS_PARAMS pss{c.digest, c.mask, salt};
        const CK_MECHANISM mechanism{c.type, &pss, sizeof pss};
        const Bytes data = card::to_bytes(card::as_bytes(message));
        Bytes signature;
        REQUIRE(holder.sign(mechanism, data, signature) == CKR_OK);
        const Bytes digest = card::crypto::digest(c.hash, data);
        CHECK(card::crypto::verify_rsa_pss(rsa, {c.hash, c.hash, salt}, digest, signature));
        CHECK(holder.verify(mechanism, data, signature) == CKR_OK);
        CHECK(holder.verify({CKM_RSA_PKCS_PSS, &pss, sizeof pss}, digest, signature) == CKR_OK);
        CHECK(holder.verify(mechanism, Bytes{0x00}, signature) == CKR_SIGNATURE_INVALID);
    }
}

TEST_CASE("pkcs11 card: the module verifies in software, in one piece and in parts")
{
    const IssuedCard card;
    const Module module;
    const Holder holder{module};
    const CK_MECHANISM mechanism{CKM_SHA256_RSA_PKCS, nullptr, 0};
    Bytes data = card::to_bytes(card::as_bytes(message));
    Bytes signature;
    REQUIRE(holder.sign(mechanism, data, signature) == CKR_OK);
    REQUIRE(module->C_Logout(holder.session) == CKR_OK);
    CHECK(holder.verify(mechanism, data, signature) == CKR_OK); // needs no login
    CHECK(holder.verify(mechanism, data, Bytes(255)) == CKR_SIGNATURE_LEN_RANGE);
    CHECK(holder.verify(mechanism, data, Bytes(256)) == CKR_SIGNATURE_INVALID);
    CHECK(holder.verify(mechanism, data, Bytes(256, 0xFF)) == CKR_SIGNATURE_INVALID);
    CHECK(holder.verify({CKM_RSA_PKCS, nullptr, 0}, Bytes(246), signature) == CKR_DATA_LEN_RANGE);

    CK_MECHANISM again = mechanism;
    REQUIRE(module->C_VerifyInit(holder.session, &again, holder.public_key(id_9a)) == CKR_OK);
    CHECK(module->C_VerifyInit(holder.session, &again, holder.public_key(id_9a)) == CKR_OPERATION_ACTIVE);
    for (std::uint8_t& byte : data)
        REQUIRE(module->C_VerifyUpdate(holder.session, &byte, 1) == CKR_OK);
    CHECK(module->C_Verify(holder.session, data.data(), data.size(), signature.data(), signature.size()) ==
          CKR_OPERATION_ACTIVE);
    CHECK(module->C_VerifyFinal(holder.session, signature.data(), signature.size()) == CKR_OK);
    CHECK(module->C_VerifyFinal(holder.session, signature.data(), signature.size()) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(module->C_VerifyInit(holder.session, &again, holder.public_key(id_9d)) == CKR_KEY_TYPE_INCONSISTENT);
    again.mechanism = CKM_ECDSA_SHA256; // which 9D's kind of key knows, and 9D itself is not for
    CHECK(module->C_VerifyInit(holder.session, &again, holder.public_key(id_9d)) == CKR_KEY_FUNCTION_NOT_PERMITTED);
}

TEST_CASE("pkcs11 card: 9D agrees on keys, with plain and with wrapped points")
{
    const IssuedCard card;
    const Module module;
    const Holder holder{module};
    const auto own = card::crypto::Group{card::crypto::Curve::p256}.generate(card::crypto::system_random());
    const Bytes secret = card::to_bytes(card::crypto::shared_secret(own, holder.point()));
    Bytes plain = own.public_key().encode();
    Bytes wrapped = card::concat({Bytes{0x04, 0x41}, plain});
    for (Bytes* point : {&plain, &wrapped}) {
        CK_OBJECT_HANDLE made = 0;
        REQUIRE(holder.derive(with_point(*point), made) == CKR_OK);
        CHECK(holder.session.attribute(made, CKA_VALUE) == secret);
        CHECK(holder.session.number(made, CKA_VALUE_LEN) == 32);
        CHECK(module->C_DestroyObject(holder.session, made) == CKR_OK);
        CHECK(module->C_DestroyObject(holder.session, made) == CKR_OBJECT_HANDLE_INVALID);
    }
    CHECK(module->C_DestroyObject(holder.session, holder.private_key(id_9d)) == CKR_ACTION_PROHIBITED);

    CK_ULONG size = 16;
    CK_OBJECT_HANDLE made = 0;
    REQUIRE(holder.derive(with_point(plain), made, {{CKA_VALUE_LEN, &size, sizeof size}}) == CKR_OK);
    CHECK(holder.session.attribute(made, CKA_VALUE) == card::to_bytes(card::ByteView{secret}.last(16)));
    size = 33;
    CHECK(holder.derive(with_point(plain), made, {{CKA_VALUE_LEN, &size, sizeof size}}) == CKR_KEY_SIZE_RANGE);
}

TEST_CASE("pkcs11 card: a KDF over the shared secret and shared data")
{
    const IssuedCard card;
    const Module module;
    const Holder holder{module};
    const auto own = card::crypto::Group{card::crypto::Curve::p256}.generate(card::crypto::system_random());
    const card::SecureBytes secret = card::crypto::shared_secret(own, holder.point());
    Bytes point = own.public_key().encode();
    Bytes shared{0xCA, 0xFE};

    struct Case {
        CK_ULONG kdf;
        Hash hash;
    };

    for (const Case& c :
        {Case{CKD_SHA1_KDF, Hash::sha1}, Case{CKD_SHA224_KDF, Hash::sha224}, Case{CKD_SHA256_KDF, Hash::sha256},
            Case{CKD_SHA384_KDF, Hash::sha384}, Case{CKD_SHA512_KDF, Hash::sha512}}) {
        CK_ECDH1_DERIVE_PARAMS parameters = with_point(point, c.kdf);
        parameters.ulSharedDataLen = shared.size();
        parameters.pSharedData = shared.data();
        CK_ULONG size = 100;
        CK_OBJECT_HANDLE made = 0;
        REQUIRE(holder.derive(parameters, made, {{CKA_VALUE_LEN, &size, sizeof size}}) == CKR_OK);
        Bytes expected; // [SEC1] §3.6.1
        for (std::uint8_t counter = 1; expected.size() < size; ++counter)
            card::append(expected, card::crypto::digest(c.hash, {secret, Bytes{0, 0, 0, counter}, shared}));
        expected.resize(size);
        CHECK(holder.session.attribute(made, CKA_VALUE) == expected);
    }
    CK_ECDH1_DERIVE_PARAMS parameters = with_point(point);
    parameters.ulSharedDataLen = shared.size();
    parameters.pSharedData = shared.data();
    CK_OBJECT_HANDLE made = 0;
    CHECK(holder.derive(parameters, made) == CKR_MECHANISM_PARAM_INVALID); // nobody would use it
}

TEST_CASE("pkcs11 card: points and templates that no key comes from")
{
    const IssuedCard card;
    const Module module;
    const Holder holder{module};
    Bytes point = holder.point().encode();
    CK_OBJECT_HANDLE made = 0;
    const auto rejects = [&](Bytes bad) { return holder.derive(with_point(bad), made) == CKR_MECHANISM_PARAM_INVALID; };
    Bytes off_curve = point;
    off_curve.back() ^= 0x01;
    CHECK(holder.derive(with_point(off_curve), made) == CKR_PUBLIC_KEY_INVALID);
    CHECK(rejects({}));
    CHECK(rejects({0x00}));
    CHECK(rejects(card::to_bytes(card::ByteView{point}.first(64))));
    CHECK(rejects(card::concat({Bytes{0x04, 0x42}, point})));
    CHECK(rejects(card::concat({point, Bytes{0x00}})));
    CHECK(rejects(Bytes(5000, 0x04)));
    CHECK(holder.derive({CKD_NULL, 0, nullptr, ~0UL, point.data()}, made) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(holder.derive({99, 0, nullptr, point.size(), point.data()}, made) == CKR_MECHANISM_PARAM_INVALID);

    const auto outcome = [&](CK_ATTRIBUTE attribute) { return holder.derive(with_point(point), made, {attribute}); };
    CK_BBOOL yes = CK_TRUE;
    CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
    CK_KEY_TYPE type = CKK_RSA;
    CHECK(outcome({CKA_TOKEN, &yes, sizeof yes}) == CKR_TOKEN_WRITE_PROTECTED);
    CHECK(outcome({CKA_CLASS, &object_class, sizeof object_class}) == CKR_TEMPLATE_INCONSISTENT);
    CHECK(outcome({CKA_KEY_TYPE, &type, sizeof type}) == CKR_ATTRIBUTE_VALUE_INVALID);
    CHECK(outcome({CKA_KEY_TYPE, &type, 1}) == CKR_ATTRIBUTE_VALUE_INVALID);
    CHECK(outcome({CKA_LOCAL, &yes, sizeof yes}) == CKR_ATTRIBUTE_READ_ONLY);
    CHECK(outcome({CKA_SENSITIVE, &yes, sizeof yes}) == CKR_OK);
    CK_ATTRIBUTE value{CKA_VALUE, nullptr, 0};
    CHECK(module->C_GetAttributeValue(holder.session, made, &value, 1) == CKR_ATTRIBUTE_SENSITIVE);
}

TEST_CASE("pkcs11 card: a derived key ends with its session, a private one with the login")
{
    const IssuedCard card;
    const Module module;
    const Session other{module};
    const Holder holder{module};
    Bytes point = holder.point().encode();
    CK_BBOOL yes = CK_TRUE;
    CK_OBJECT_HANDLE shown = 0;
    CK_OBJECT_HANDLE hidden = 0;
    REQUIRE(holder.derive(with_point(point), shown) == CKR_OK);
    REQUIRE(holder.derive(with_point(point), hidden, {{CKA_PRIVATE, &yes, sizeof yes}}) == CKR_OK);
    CHECK(other.find(CKO_SECRET_KEY).size() == 2);
    REQUIRE(module->C_Logout(holder.session) == CKR_OK);
    CHECK(other.find(CKO_SECRET_KEY) == std::vector{shown});
    CHECK(module->C_CloseSession(holder.session) == CKR_OK);
    CHECK(other.find(CKO_SECRET_KEY).empty());
}

TEST_CASE("pkcs11 card: digests, as FIPS 180 gives them for \"abc\"")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    unsigned char abc[] = {'a', 'b', 'c'};
    CK_MECHANISM mechanism{CKM_SHA224, nullptr, 0};
    Bytes digest(64);
    CK_ULONG size = 0;
    REQUIRE(module->C_DigestInit(session, &mechanism) == CKR_OK);
    CHECK(module->C_DigestInit(session, &mechanism) == CKR_OPERATION_ACTIVE);
    CHECK(module->C_Digest(session, abc, 3, nullptr, &size) == CKR_OK);
    CHECK(size == 28);
    size = 27;
    CHECK(module->C_Digest(session, abc, 3, digest.data(), &size) == CKR_BUFFER_TOO_SMALL);
    CHECK(module->C_Digest(session, abc, 3, digest.data(), &size) == CKR_OK);
    digest.resize(size);
    CHECK(card::to_hex(digest) == "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    CHECK(module->C_Digest(session, abc, 3, digest.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);

    mechanism.mechanism = CKM_SHA_1;
    digest.resize(64);
    size = 64;
    REQUIRE(module->C_DigestInit(session, &mechanism) == CKR_OK);
    for (unsigned char& letter : abc)
        REQUIRE(module->C_DigestUpdate(session, &letter, 1) == CKR_OK);
    CHECK(module->C_Digest(session, abc, 3, digest.data(), &size) == CKR_OPERATION_ACTIVE);
    REQUIRE(module->C_DigestFinal(session, digest.data(), &size) == CKR_OK);
    digest.resize(size);
    CHECK(card::to_hex(digest) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    mechanism.mechanism = CKM_RSA_PKCS;
    CHECK(module->C_DigestInit(session, &mechanism) == CKR_MECHANISM_INVALID);
}

TEST_CASE("pkcs11 card: random numbers of the card, of every length")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    Bytes first(20);
    Bytes second(20);
    CHECK(module->C_GenerateRandom(session, first.data(), first.size()) == CKR_OK);
    CHECK(module->C_GenerateRandom(session, second.data(), second.size()) == CKR_OK);
    CHECK(first != second);
    CHECK(module->C_GenerateRandom(session, nullptr, 0) == CKR_OK);
    CHECK(module->C_GenerateRandom(session, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_SeedRandom(session, first.data(), first.size()) == CKR_RANDOM_SEED_NOT_SUPPORTED);
    test::foreign_command("00A4000C023F00"); // another application has none
    CHECK(module->C_GenerateRandom(session, first.data(), first.size()) == CKR_OK);
}

TEST_SUITE_END();
