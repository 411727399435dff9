// SPDX-License-Identifier: Apache-2.0
// Null, zero and huge arguments in a session of a real token. [PKCS11-2.40] §5.1, §5.2
#include "in_process/application.hpp"

#include <array>
#include <cstring>

namespace {

using test::Application;
using test::InsertedCard;

constexpr CK_ULONG huge = ~CK_ULONG{0};
constexpr std::array too_long{huge, huge - 1, huge / 2, huge / 2 + 1, CK_ULONG{1} << 32, CK_ULONG{1} << 31};

CK_MECHANISM digest_mechanism{CKM_SHA256, nullptr, 0};
CK_MECHANISM sign_mechanism{CKM_ECDSA_SHA256, nullptr, 0};
CK_MECHANISM decrypt_mechanism{CKM_RSA_PKCS, nullptr, 0};

} // namespace

TEST_CASE("pkcs11 hostile: null where something must be")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    unsigned char byte = 0;
    CK_ULONG number = 1;

    CHECK(C_GetInfo(nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetFunctionList(nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetInterfaceList(nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetInterface(nullptr, nullptr, nullptr, 0) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetSlotList(CK_TRUE, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetSlotInfo(0, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetTokenInfo(0, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetMechanismList(0, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetMechanismInfo(0, CKM_ECDSA, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_WaitForSlotEvent(CKF_DONT_BLOCK, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_WaitForSlotEvent(CKF_DONT_BLOCK, &number, &byte) == CKR_ARGUMENTS_BAD);
    CHECK(C_Finalize(&byte) == CKR_ARGUMENTS_BAD);
    CHECK(C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_OpenSession(0, 0, nullptr, nullptr, &number) == CKR_SESSION_PARALLEL_NOT_SUPPORTED);
    CHECK(C_GetSessionInfo(s, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_Login(s, CKU_USER, nullptr, 6) == CKR_ARGUMENTS_BAD);
    CHECK(C_InitPIN(s, nullptr, 6) == CKR_ARGUMENTS_BAD);
    CHECK(C_SetPIN(s, nullptr, 6, &byte, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_SetPIN(s, &byte, 1, nullptr, 6) == CKR_ARGUMENTS_BAD);
    CHECK(C_FindObjectsInit(s, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetAttributeValue(s, key, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_GetObjectSize(s, key, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_SignInit(s, nullptr, key) == CKR_ARGUMENTS_BAD);
    CHECK(C_VerifyInit(s, nullptr, key) == CKR_ARGUMENTS_BAD);
    CHECK(C_EncryptInit(s, nullptr, key) == CKR_ARGUMENTS_BAD);
    CHECK(C_DecryptInit(s, nullptr, key) == CKR_ARGUMENTS_BAD);
    CHECK(C_DigestInit(s, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_DeriveKey(s, nullptr, key, nullptr, 0, &number) == CKR_ARGUMENTS_BAD);
    CHECK(C_DeriveKey(s, &sign_mechanism, key, nullptr, 0, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_GenerateRandom(s, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_SeedRandom(s, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_SeedRandom(s, &byte, 1) == CKR_RANDOM_SEED_NOT_SUPPORTED);
    CHECK(C_GenerateRandom(s, nullptr, 0) == CKR_OK);
    CHECK(C_FindObjectsInit(s, nullptr, 0) == CKR_OK);
    CHECK(C_FindObjects(s, nullptr, 1, &number) == CKR_ARGUMENTS_BAD);
    CHECK(C_FindObjects(s, &number, 1, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_FindObjects(s, nullptr, 0, &number) == CKR_OK);
    CHECK(number == 0);
}

TEST_CASE("pkcs11 hostile: what is wrong with the arguments ends the operation, as every error does")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    unsigned char byte = 0;
    std::array<unsigned char, 64> room{};
    CK_ULONG size = room.size();
    REQUIRE(C_DigestInit(s, &digest_mechanism) == CKR_OK);
    CHECK(C_Digest(s, &byte, 1, room.data(), nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_Digest(s, &byte, 1, room.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    REQUIRE(C_DigestInit(s, &digest_mechanism) == CKR_OK);
    CHECK(C_DigestUpdate(s, nullptr, 1) == CKR_ARGUMENTS_BAD);
    CHECK(C_DigestFinal(s, room.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    REQUIRE(C_DigestInit(s, &digest_mechanism) == CKR_OK);
    CHECK(C_DigestUpdate(s, nullptr, 0) == CKR_OK);
    CHECK(C_Digest(s, &byte, 1, room.data(), &size) == CKR_OPERATION_ACTIVE); // the wrong function ends nothing
    CHECK(C_DigestFinal(s, room.data(), &size) == CKR_OK);

    const CK_OBJECT_HANDLE key = application.private_key(test::id_9e);
    REQUIRE(C_SignInit(s, &sign_mechanism, key) == CKR_OK);
    CHECK(C_SignInit(s, &sign_mechanism, key) == CKR_OPERATION_ACTIVE);
    CHECK(C_Sign(s, nullptr, 1, room.data(), &size) == CKR_ARGUMENTS_BAD);
    CHECK(C_SignFinal(s, room.data(), &size) == CKR_OPERATION_NOT_INITIALIZED);
    const CK_OBJECT_HANDLE public_key = application.object(CKO_PUBLIC_KEY, test::id_9e);
    REQUIRE(C_VerifyInit(s, &sign_mechanism, public_key) == CKR_OK);
    CHECK(C_Verify(s, &byte, 1, nullptr, 64) == CKR_ARGUMENTS_BAD);
    CHECK(C_VerifyFinal(s, room.data(), 64) == CKR_OPERATION_NOT_INITIALIZED);
}

TEST_CASE("pkcs11 hostile: lengths that no memory has")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    std::array<unsigned char, 512> room{'1', '2', '3', '4', '5', '6'};
    CK_ATTRIBUTE attribute{CKA_CLASS, nullptr, 0};
    for (const CK_ULONG length : too_long) {
        CAPTURE(length);
        CK_ULONG size = room.size();
        CHECK(C_Login(s, CKU_USER, room.data(), length) == CKR_PIN_LEN_RANGE);
        CHECK(C_LoginUser(s, CKU_USER, room.data(), length, nullptr, 0) == CKR_PIN_LEN_RANGE);
        CHECK(C_LoginUser(s, CKU_USER, room.data(), 6, room.data(), length) == CKR_ARGUMENTS_BAD);
        CHECK(C_SetPIN(s, room.data(), length, room.data(), 6) == CKR_PIN_LEN_RANGE);
        CHECK(C_SetPIN(s, room.data(), 6, room.data(), length) == CKR_PIN_LEN_RANGE);
        CHECK(C_InitPIN(s, room.data(), length) == CKR_PIN_LEN_RANGE);
        CHECK(C_FindObjectsInit(s, &attribute, length) == CKR_ARGUMENTS_BAD);
        CHECK(C_GetAttributeValue(s, application.private_key(test::id_9a), &attribute, length) == CKR_ARGUMENTS_BAD);
        CHECK(C_GenerateRandom(s, room.data(), length) == CKR_ARGUMENTS_BAD);
        CHECK(C_SeedRandom(s, room.data(), length) == CKR_ARGUMENTS_BAD);

        REQUIRE(C_DigestInit(s, &digest_mechanism) == CKR_OK);
        CHECK(C_Digest(s, room.data(), length, room.data(), &size) == CKR_DATA_LEN_RANGE);
        REQUIRE(C_SignInit(s, &sign_mechanism, application.private_key(test::id_9a)) == CKR_OK);
        CHECK(C_SignUpdate(s, room.data(), length) == CKR_DATA_LEN_RANGE);
        REQUIRE(C_VerifyInit(s, &sign_mechanism, application.object(CKO_PUBLIC_KEY, test::id_9a)) == CKR_OK);
        CHECK(C_Verify(s, room.data(), 1, room.data(), length) == CKR_SIGNATURE_LEN_RANGE);
        REQUIRE(C_DecryptInit(s, &decrypt_mechanism, application.private_key(test::id_9d)) == CKR_OK);
        CHECK(C_Decrypt(s, room.data(), length, room.data(), &size) == CKR_ENCRYPTED_DATA_LEN_RANGE);
        REQUIRE(C_EncryptInit(s, &decrypt_mechanism, application.object(CKO_PUBLIC_KEY, test::id_9d)) == CKR_OK);
        CHECK(C_Encrypt(s, room.data(), length, room.data(), &size) == CKR_DATA_LEN_RANGE);
    }
    const test::ReferenceCard& inserted = card.card();
    CHECK(inserted.image().pin->tries == 3); // no try was lost
}

TEST_CASE("pkcs11 hostile: lists of which the caller says that no memory ends")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    CK_ULONG mechanisms = 0;
    REQUIRE(C_GetMechanismList(0, nullptr, &mechanisms) == CKR_OK);
    for (const CK_ULONG room : too_long) {
        CAPTURE(room);
        // What is negative is taken for no room, but the size is told.
        const CK_RV expected = room > huge / 2 ? CKR_BUFFER_TOO_SMALL : CKR_OK;
        std::array<CK_SLOT_ID, 2> slots{42, 42};
        CK_ULONG count = room;
        CHECK(C_GetSlotList(CK_TRUE, slots.data(), &count) == expected);
        CHECK(count == 1);
        CHECK(slots == std::array<CK_SLOT_ID, 2>{expected == CKR_OK ? CK_SLOT_ID{0} : CK_SLOT_ID{42}, 42});

        std::array<CK_INTERFACE, 3> interfaces{};
        count = room;
        CHECK(C_GetInterfaceList(interfaces.data(), &count) == expected);
        CHECK(count == 2);
        CHECK((interfaces[1].pFunctionList != nullptr) == (expected == CKR_OK));
        CHECK(interfaces[2].pFunctionList == nullptr);

        std::array<CK_MECHANISM_TYPE, 64> types{};
        count = room;
        REQUIRE(mechanisms < types.size());
        CHECK(C_GetMechanismList(0, types.data(), &count) == expected);
        CHECK(count == mechanisms);
        CHECK((types[mechanisms - 1] != 0) == (expected == CKR_OK));
        CHECK(types[mechanisms] == 0);

        std::array<CK_OBJECT_HANDLE, 64> objects{};
        REQUIRE(C_FindObjectsInit(s, nullptr, 0) == CKR_OK);
        CHECK(C_FindObjects(s, objects.data(), room, &count) == CKR_OK); // takes what there is
        CHECK(count > 4);
        REQUIRE(count < objects.size());
        CHECK(objects[count - 1] != 0);
        CHECK(objects[count] == 0);
        CHECK(C_FindObjects(s, objects.data(), room, &count) == CKR_OK);
        CHECK(count == 0);
        CHECK(C_FindObjectsFinal(s) == CKR_OK);
    }
}

TEST_CASE("pkcs11 hostile: a length of the result that is negative is no room")
{
    const InsertedCard card;
    const Application application;
    std::array<unsigned char, 1> byte{0xAB};
    CK_ULONG size = CK_UNAVAILABLE_INFORMATION;
    REQUIRE(C_DigestInit(application.session, &digest_mechanism) == CKR_OK);
    CHECK(C_Digest(application.session, nullptr, 0, byte.data(), &size) == CKR_BUFFER_TOO_SMALL);
    CHECK(size == 32);
    CHECK(byte[0] == 0xAB);
}

TEST_CASE("pkcs11 hostile: parameters of mechanisms that are too short, too long or not there")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE rsa = application.private_key(test::id_9d);
    CK_RSA_PKCS_OAEP_PARAMS oaep{CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
    const auto init = [&](CK_MECHANISM mechanism) { return C_DecryptInit(s, &mechanism, rsa); };
    CHECK(init({CKM_RSA_PKCS_OAEP, nullptr, 0}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(init({CKM_RSA_PKCS_OAEP, nullptr, sizeof oaep}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(init({CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep - 1}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(init({CKM_RSA_PKCS_OAEP, &oaep, huge}) == CKR_MECHANISM_PARAM_INVALID);
    CHECK(init({CKM_RSA_PKCS, &oaep, huge}) == CKR_MECHANISM_PARAM_INVALID);
    oaep.ulSourceDataLen = huge;
    CHECK(init({CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}) == CKR_MECHANISM_PARAM_INVALID);
    oaep.pSourceData = &oaep;
    CHECK(init({CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}) == CKR_MECHANISM_PARAM_INVALID);
    oaep = {huge, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
    CHECK(init({CKM_RSA_PKCS_OAEP, &oaep, sizeof oaep}) == CKR_MECHANISM_PARAM_INVALID);

    std::array<unsigned char, sizeof oaep + 1> odd{}; // not where the compiler would put it
    oaep = {CKM_SHA_1, CKG_MGF1_SHA1, CKZ_DATA_SPECIFIED, nullptr, 0};
    std::memcpy(&odd[1], &oaep, sizeof oaep);
    CHECK(init({CKM_RSA_PKCS_OAEP, &odd[1], sizeof oaep}) == CKR_OK);
}

TEST_CASE("pkcs11 hostile: wrong keys and mechanisms by their names")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE key = application.private_key(test::id_9a);
    const auto sign_init = [&](CK_MECHANISM_TYPE type, CK_OBJECT_HANDLE with) {
        CK_MECHANISM mechanism{type, nullptr, 0};
        return C_SignInit(s, &mechanism, with);
    };
    CHECK(sign_init(CKM_ECDSA, application.object(CKO_CERTIFICATE, test::id_9a)) == CKR_KEY_HANDLE_INVALID);
    CHECK(sign_init(CKM_ECDSA, application.object(CKO_PUBLIC_KEY, test::id_9a)) == CKR_KEY_FUNCTION_NOT_PERMITTED);
    CHECK(sign_init(CKM_RSA_PKCS, application.private_key(test::id_9d)) == CKR_KEY_FUNCTION_NOT_PERMITTED);
    CHECK(sign_init(CKM_SHA256, key) == CKR_MECHANISM_INVALID);
    CHECK(sign_init(CKM_AES_CBC, key) == CKR_MECHANISM_INVALID);
    CHECK(sign_init(huge, key) == CKR_MECHANISM_INVALID);
    CK_MECHANISM_INFO info{};
    CHECK(C_GetMechanismInfo(0, huge, &info) == CKR_MECHANISM_INVALID);
    CHECK(C_Login(s, huge, nullptr, 0) == CKR_USER_TYPE_INVALID);
    CHECK(C_Login(s, CKU_SO, const_cast<unsigned char*>(&test::id_9a), 1) == CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    CHECK(application.log_in() == CKR_USER_ALREADY_LOGGED_IN);
    CK_ULONG size = 0;
    CHECK(C_Sign(s, nullptr, 0, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(C_Sign(s, nullptr, 0, nullptr, &size) == CKR_OPERATION_NOT_INITIALIZED);
}
