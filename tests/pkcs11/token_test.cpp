// SPDX-License-Identifier: Apache-2.0
// Slots, token and objects of an issued card.
#include "issued_card.hpp"

#include "support/sandbox.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace {

using test::IssuedCard;
using test::Module;
using test::Session;

CK_TOKEN_INFO token_info(const Module& module)
{
    CK_TOKEN_INFO info{};
    REQUIRE(module->C_GetTokenInfo(test::tokens(module).at(0), &info) == CKR_OK);
    return info;
}

} // namespace

TEST_CASE("pkcs11 card: a slot for each reader, with a token or without")
{
    const Module module;
    CK_ULONG count = 0;
    REQUIRE(module->C_GetSlotList(CK_FALSE, nullptr, &count) == CKR_OK);
    CHECK(count == 2); // the virtual reader has two
    CHECK(test::tokens(module).empty());
    CK_TOKEN_INFO token{};
    CHECK(module->C_GetTokenInfo(0, &token) == CKR_TOKEN_NOT_PRESENT);

    IssuedCard card;
    const auto slots = test::tokens(module);
    REQUIRE(slots.size() == 1);
    CK_SLOT_INFO slot{};
    REQUIRE(module->C_GetSlotInfo(slots[0], &slot) == CKR_OK);
    CHECK(test::text(slot.slotDescription).starts_with("Virtual PCD"));
    CHECK(slot.flags == (CKF_TOKEN_PRESENT | CKF_REMOVABLE_DEVICE | CKF_HW_SLOT));

    CK_SLOT_ID id = 42;
    count = 0;
    CHECK(module->C_GetSlotList(CK_TRUE, &id, &count) == CKR_BUFFER_TOO_SMALL);
    CHECK(count == 1);
    CHECK(id == 42);

    card.eject();
    CHECK(test::tokens(module).empty());
    REQUIRE(module->C_GetSlotInfo(slots[0], &slot) == CKR_OK);
    CHECK((slot.flags & CKF_TOKEN_PRESENT) == 0);
}

TEST_CASE("pkcs11 card: token information")
{
    const IssuedCard card;
    const Module module;
    const CK_TOKEN_INFO info = token_info(module);
    CHECK(test::text(info.serialNumber).size() == 16);
    CHECK(test::text(info.label) == "Lao ID card " + test::text(info.serialNumber).substr(8));
    CHECK(info.flags == (CKF_RNG | CKF_LOGIN_REQUIRED | CKF_USER_PIN_INITIALIZED | CKF_TOKEN_INITIALIZED));
    CHECK(info.ulMinPinLen == 6);
    CHECK(info.ulMaxPinLen == 8);
    CHECK(info.ulSessionCount == 0);
    const Session read_only{module};
    const Session read_write{module, CKF_RW_SESSION};
    CHECK(token_info(module).ulSessionCount == 2);
    CHECK(token_info(module).ulRwSessionCount == 1);
}

TEST_CASE("pkcs11 card: mechanisms of keys on P-256, and digests")
{
    const IssuedCard card;
    const Module module;
    const CK_SLOT_ID slot = test::tokens(module).at(0);
    CK_ULONG count = 0;
    REQUIRE(module->C_GetMechanismList(slot, nullptr, &count) == CKR_OK);
    std::vector<CK_MECHANISM_TYPE> types(count);
    REQUIRE(module->C_GetMechanismList(slot, types.data(), &count) == CKR_OK);
    CHECK(types == std::vector<CK_MECHANISM_TYPE>{CKM_ECDSA, CKM_ECDSA_SHA1, CKM_ECDSA_SHA224, CKM_ECDSA_SHA256,
                       CKM_ECDSA_SHA384, CKM_ECDSA_SHA512, CKM_ECDH1_DERIVE, CKM_SHA_1, CKM_SHA224, CKM_SHA256,
                       CKM_SHA384, CKM_SHA512});
    for (const CK_MECHANISM_TYPE type : types) {
        CK_MECHANISM_INFO info{};
        REQUIRE(module->C_GetMechanismInfo(slot, type, &info) == CKR_OK);
        if (info.flags == CKF_DIGEST)
            continue;
        const CK_FLAGS uses = type == CKM_ECDH1_DERIVE ? CKF_DERIVE : CKF_SIGN | CKF_VERIFY;
        CHECK((info.flags & (CKF_HW | uses)) == (CKF_HW | uses));
        CHECK(info.ulMinKeySize == 256);
        CHECK(info.ulMaxKeySize == 256);
    }
    CK_MECHANISM_INFO info{};
    CHECK(module->C_GetMechanismInfo(slot, CKM_RSA_PKCS, &info) == CKR_MECHANISM_INVALID);
}

TEST_CASE("pkcs11 card: certificates and public keys for everybody, private keys after login")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    const std::size_t slots = session.find(CKO_CERTIFICATE).size();
    REQUIRE(slots == session.find(CKO_PUBLIC_KEY).size());
    REQUIRE(session.find(CKO_PRIVATE_KEY).size() == 1); // 9E, which asks for no PIN
    REQUIRE(session.find(CKO_DATA).size() == 4);        // CHUID, CCC, security object, discovery
    const std::size_t others = 4 + 1;                   // and the profile object
    CHECK(session.find().size() == 2 * slots + 1 + others);
    const CK_OBJECT_HANDLE certificate = session.only(CKO_CERTIFICATE);
    const CK_OBJECT_HANDLE public_key = session.only(CKO_PUBLIC_KEY);
    CHECK(card::as_text(session.attribute(certificate, CKA_LABEL)) == "Certificate for PIV Authentication");
    CHECK(card::as_text(session.attribute(public_key, CKA_LABEL)) == "PIV AUTH pubkey");
    CHECK(session.attribute(certificate, CKA_PUBLIC_KEY_INFO) == session.attribute(public_key, CKA_PUBLIC_KEY_INFO));
    CHECK(card::as_text(session.attribute(session.only(CKO_PRIVATE_KEY, 0x04), CKA_LABEL)) == "CARD AUTH key");

    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);
    CHECK(session.find().size() == 3 * slots + others);
    const CK_OBJECT_HANDLE private_key = session.only(CKO_PRIVATE_KEY);
    CHECK(card::as_text(session.attribute(private_key, CKA_LABEL)) == "PIV AUTH key");

    REQUIRE(module->C_Logout(session) == CKR_OK);
    CHECK(session.find(CKO_PRIVATE_KEY).size() == 1);
    CK_ATTRIBUTE label{CKA_LABEL, nullptr, 0};
    CHECK(module->C_GetAttributeValue(session, private_key, &label, 1) == CKR_OBJECT_HANDLE_INVALID);
    CHECK(module->C_GetAttributeValue(session, certificate, &label, 1) == CKR_OK);
}

TEST_CASE("pkcs11 card: that another application knows no certificate hides none of ours")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    test::foreign_command("00A4000C023F00"); // the master file
    CHECK(session.find(CKO_CERTIFICATE).size() >= 2);
}

TEST_CASE("pkcs11 card: a search is begun, continued and ended in order")
{
    const IssuedCard card;
    const Module module;
    const Session session{module};
    CK_OBJECT_HANDLE object = 0;
    CK_ULONG count = 0;
    CHECK(module->C_FindObjects(session, &object, 1, &count) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(module->C_FindObjectsFinal(session) == CKR_OPERATION_NOT_INITIALIZED);
    CHECK(module->C_FindObjectsInit(session, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_FindObjectsInit(session, nullptr, 0) == CKR_OK);
    CHECK(module->C_FindObjectsInit(session, nullptr, 0) == CKR_OPERATION_ACTIVE);
    CHECK(module->C_FindObjects(session, nullptr, 1, &count) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_FindObjects(session, &object, 1, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_FindObjectsFinal(session) == CKR_OK);
    CK_ATTRIBUTE wanted{CKA_CLASS, nullptr, 0};
    CHECK(module->C_GetAttributeValue(session, 1, &wanted, ~CK_ULONG{0}) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11 card: a card that is none of ours is no token, and gets one command")
{
    const std::string image = std::string{std::getenv("CARD_SANDBOX")} + "/blank.image";
    std::filesystem::remove(image);
    REQUIRE(std::system(("idcard-refcard blank --serial 00000BAD --image " + image).c_str()) == 0);
    test::insert_card(image, "--fault cut@2"); // a second command would end it
    const Module module;
    CK_SLOT_ID events = 0;
    for (int i = 0; i < 5; ++i)
        CHECK(test::tokens(module).empty());
    CK_TOKEN_INFO info{};
    CHECK(module->C_GetTokenInfo(0, &info) == CKR_TOKEN_NOT_RECOGNIZED);
    CK_SESSION_HANDLE session = 0;
    CHECK(module->C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, &session) == CKR_TOKEN_NOT_RECOGNIZED);
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &events, nullptr) == CKR_NO_EVENT);
    test::eject_card();
}
