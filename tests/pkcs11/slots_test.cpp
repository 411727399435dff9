// SPDX-License-Identifier: Apache-2.0
// A card with keys of every kind: 9A RSA-2048, 9C P-384, 9D P-256, 9E RSA-3072.
#include "issued_card.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/public_key.hpp"
#include "card/crypto/signature.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::crypto::Hash;
using test::id_9a;
using test::id_9c;
using test::id_9d;
using test::id_9e;
using test::IssuedCard;
using test::Module;
using test::Session;

constexpr std::string_view message = "what the holder signs";

/// A session, logged in, and one signature after another.
struct Signer {
    explicit Signer(const Module& loaded) : module{loaded}, session{loaded}
    {
        REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    }

    CK_RV begin(std::uint8_t id, CK_MECHANISM_TYPE type) const
    {
        CK_MECHANISM mechanism{type, nullptr, 0};
        return module->C_SignInit(session, &mechanism, session.only(CKO_PRIVATE_KEY, id));
    }

    CK_RV finish(Bytes data = card::to_bytes(card::as_bytes(message)))
    {
        signature.assign(512, 0x00);
        CK_ULONG size = signature.size();
        const CK_RV rv = module->C_Sign(session, data.data(), data.size(), signature.data(), &size);
        signature.resize(rv == CKR_OK ? size : 0);
        return rv;
    }

    bool rsa_verifies(std::uint8_t id, Hash hash) const
    {
        const CK_OBJECT_HANDLE key = session.only(CKO_PUBLIC_KEY, id);
        return card::crypto::verify_rsa_pkcs1(card::crypto::RsaPublicKey::make(session.attribute(key, CKA_MODULUS),
                                                  session.attribute(key, CKA_PUBLIC_EXPONENT)),
            hash, card::crypto::digest(hash, card::as_bytes(message)), signature);
    }

    bool p384_verifies(std::uint8_t id, Hash hash) const
    {
        const Bytes point = session.attribute(session.only(CKO_PUBLIC_KEY, id), CKA_EC_POINT);
        return card::crypto::verify_ecdsa(
            card::crypto::Point::decode(card::crypto::Curve::p384, card::ByteView{point}.subspan(2)),
            card::crypto::digest(hash, card::as_bytes(message)), signature);
    }

    const Module& module;
    Session session;
    Bytes signature;
};

} // namespace

TEST_SUITE_BEGIN("four slots");

TEST_CASE("pkcs11 card: four certificates, four public and four private keys")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    for (const CK_OBJECT_CLASS four : {CKO_CERTIFICATE, CKO_PUBLIC_KEY, CKO_PRIVATE_KEY})
        CHECK(session.find(four).size() == 4);
    const auto kind = [&](std::uint8_t id) { return session.number(session.only(CKO_PUBLIC_KEY, id), CKA_KEY_TYPE); };
    CHECK(kind(id_9a) == CKK_RSA);
    CHECK(kind(id_9c) == CKK_EC);
    CHECK(kind(id_9d) == CKK_EC);
    CHECK(kind(id_9e) == CKK_RSA);
    CHECK(session.number(session.only(CKO_PUBLIC_KEY, id_9a), CKA_MODULUS_BITS) == 2048);
    CHECK(session.number(session.only(CKO_PUBLIC_KEY, id_9e), CKA_MODULUS_BITS) == 3072);
    const auto asks_each_time = [&](std::uint8_t id) {
        return session.attribute(session.only(CKO_PRIVATE_KEY, id), CKA_ALWAYS_AUTHENTICATE) == Bytes{CK_TRUE};
    };
    CHECK(asks_each_time(id_9c));
    CHECK_FALSE(asks_each_time(id_9a));
    CHECK_FALSE(asks_each_time(id_9d));
    CHECK_FALSE(asks_each_time(id_9e));
}

TEST_CASE("pkcs11 card: the mechanisms of its keys, with their sizes")
{
    const IssuedCard card;
    const Module module;
    const CK_SLOT_ID slot = test::tokens(module).at(0);
    CK_ULONG count = 0;
    REQUIRE(module->C_GetMechanismList(slot, nullptr, &count) == CKR_OK);
    CHECK(count == 6 + 1 + 13 + 5); // ECDSA, ECDH, RSA that signs, digests
    CK_MECHANISM_INFO info{};
    REQUIRE(module->C_GetMechanismInfo(slot, CKM_ECDSA, &info) == CKR_OK);
    CHECK(info.ulMinKeySize == 384); // 9D does not sign
    CHECK(info.ulMaxKeySize == 384);
    REQUIRE(module->C_GetMechanismInfo(slot, CKM_SHA256_RSA_PKCS, &info) == CKR_OK);
    CHECK(info.ulMinKeySize == 2048);
    CHECK(info.ulMaxKeySize == 3072);
    CHECK(info.flags == (CKF_HW | CKF_SIGN | CKF_VERIFY));
}

TEST_CASE("pkcs11 card: RSA keys sign messages, and blocks that the caller hashed")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    for (const auto& [type, hash] : {std::pair{CKM_SHA1_RSA_PKCS, Hash::sha1}, {CKM_SHA224_RSA_PKCS, Hash::sha224},
             {CKM_SHA256_RSA_PKCS, Hash::sha256}, {CKM_SHA384_RSA_PKCS, Hash::sha384},
             {CKM_SHA512_RSA_PKCS, Hash::sha512}})
        for (const std::uint8_t id : {id_9a, id_9e}) {
            REQUIRE(signer.begin(id, type) == CKR_OK);
            CHECK(signer.finish() == CKR_OK);
            CHECK(signer.rsa_verifies(id, hash));
        }
    const Bytes digest = card::crypto::digest(Hash::sha256, card::as_bytes(message));
    REQUIRE(signer.begin(id_9a, CKM_RSA_PKCS) == CKR_OK);
    CHECK(signer.finish(card::concat({card::from_hex("3031300D060960864801650304020105000420"), digest})) == CKR_OK);
    CHECK(signer.rsa_verifies(id_9a, Hash::sha256));

    REQUIRE(signer.begin(id_9a, CKM_RSA_PKCS) == CKR_OK);
    CHECK(signer.finish(Bytes(246)) == CKR_DATA_LEN_RANGE);
    CHECK(signer.begin(id_9a, CKM_ECDSA) == CKR_KEY_TYPE_INCONSISTENT);
    CHECK(signer.begin(id_9c, CKM_RSA_PKCS) == CKR_KEY_TYPE_INCONSISTENT);
}

TEST_CASE("pkcs11 card: 9C signs once for each PIN")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    for (const auto& [type, hash] : {std::pair{CKM_ECDSA_SHA384, Hash::sha384}, {CKM_ECDSA_SHA256, Hash::sha256}}) {
        REQUIRE(signer.begin(id_9c, type) == CKR_OK);
        CHECK(signer.finish() == CKR_USER_NOT_LOGGED_IN); // which ends the operation
        CHECK(signer.session.login_again(test::letter("PIN")) == CKR_OPERATION_NOT_INITIALIZED);

        REQUIRE(signer.begin(id_9c, type) == CKR_OK);
        CHECK(signer.session.login_again(test::letter("PIN")) == CKR_OK);
        CHECK(signer.session.login_again(test::letter("PIN")) == CKR_OPERATION_NOT_INITIALIZED); // nothing waits for it
        CHECK(signer.finish() == CKR_OK);
        CHECK(signer.p384_verifies(id_9c, hash));
    }
    CHECK(signer.session.state() == CKS_RO_USER_FUNCTIONS);
}

TEST_CASE("pkcs11 card: the PIN for a signature may be mistyped, and is not taken from the login")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    std::string wrong = test::letter("PIN");
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    REQUIRE(signer.begin(id_9c, CKM_ECDSA_SHA384) == CKR_OK);
    CHECK(signer.session.login_again("") == CKR_PIN_LEN_RANGE);
    CHECK(signer.session.login_again(wrong) == CKR_PIN_INCORRECT);
    CHECK(signer.session.login_again(wrong) == CKR_PIN_INCORRECT);
    CHECK(signer.session.login_again(wrong) == CKR_FUNCTION_REJECTED); // the last try is the holder's
    CHECK(signer.session.login_again(test::letter("PIN")) == CKR_FUNCTION_REJECTED);
    CHECK(signer.session.state() == CKS_RO_USER_FUNCTIONS);

    test::foreign_command("00A4040C0BA000000308000010000100");
    test::foreign_command("0020008008393939393939FFFF"); // another program spends it
    CHECK(signer.session.login_again(test::letter("PIN")) == CKR_PIN_LOCKED);
    CHECK(signer.session.state() == CKS_RO_PUBLIC_SESSION);
}

TEST_CASE("pkcs11 card: a mistyped PIN for a signature can be repeated")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    std::string wrong = test::letter("PIN");
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    REQUIRE(signer.begin(id_9c, CKM_ECDSA_SHA384) == CKR_OK);
    CHECK(signer.session.login_again(wrong) == CKR_PIN_INCORRECT);
    CHECK(signer.session.login_again(test::letter("PIN")) == CKR_OK);
    CHECK(signer.finish() == CKR_OK);
    CHECK(signer.p384_verifies(id_9c, Hash::sha384));
    REQUIRE(signer.begin(id_9a, CKM_SHA256_RSA_PKCS) == CKR_OK); // the login lives on
    CHECK(signer.session.login_again(test::letter("PIN")) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(signer.finish() == CKR_OK);
}

TEST_CASE("pkcs11 card: 9D does not sign, 9E signs for everybody")
{
    const IssuedCard card;
    const Module module;
    Signer signer{module};
    CHECK(signer.begin(id_9d, CKM_ECDSA) == CKR_KEY_FUNCTION_NOT_PERMITTED);
    REQUIRE(module->C_Logout(signer.session) == CKR_OK);
    CHECK(signer.session.find(CKO_PRIVATE_KEY).size() == 1);
    REQUIRE(signer.begin(id_9e, CKM_SHA256_RSA_PKCS) == CKR_OK);
    CHECK(signer.finish() == CKR_OK);
    CHECK(signer.rsa_verifies(id_9e, Hash::sha256));
}

TEST_CASE("pkcs11 card: a card without PIN is a token without login")
{
    const std::string no_pin = "--fault status@2:6A88 --fault status@4:6A88"; // VERIFY without data, twice after SELECT
    const Module module;
    CK_TOKEN_INFO info{};
    {
        const IssuedCard card{no_pin};
        REQUIRE(module->C_GetTokenInfo(test::tokens(module).at(0), &info) == CKR_OK);
        CHECK(info.flags == (CKF_TOKEN_INITIALIZED | CKF_RNG));
    }
    const IssuedCard card{no_pin};
    const Session session{module};
    CHECK(session.login(test::letter("PIN")) == CKR_USER_PIN_NOT_INITIALIZED);
}

TEST_SUITE_END();
