// SPDX-License-Identifier: Apache-2.0
// Every function of Cryptoki with arguments that are null, zero, huge or stale, before C_Initialize and after
// C_Finalize: each answers with the value that the standard names. [PKCS11-2.40] §5.1
#include "in_process/application.hpp"

#include <array>

namespace {

using test::Application;
using test::InsertedCard;

constexpr CK_ULONG huge = ~CK_ULONG{0};

/// Something to point to.
struct Arguments {
    std::array<unsigned char, 8> bytes{'1', '2', '3', '4', '5', '6', '7', '8'};
    unsigned char* data = bytes.data();
    CK_ULONG size = bytes.size();
    CK_ULONG number = 0;
    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    CK_ATTRIBUTE attribute{CKA_CLASS, nullptr, 0};
    CK_SESSION_INFO session_info{};
    CK_SLOT_INFO slot_info{};
    CK_TOKEN_INFO token_info{};
    CK_MECHANISM_INFO mechanism_info{};
    CK_INFO info{};
};

struct SessionCall {
    const char* name;
    CK_RV (*call)(CK_SESSION_HANDLE session, Arguments& a);
};

using S = CK_SESSION_HANDLE;
using A = Arguments;

/// All functions with a session, C_GetFunctionStatus and C_CancelFunction left aside.
constexpr std::array session_calls{
    SessionCall{"C_CloseSession", [](S s, A&) { return C_CloseSession(s); }},
    SessionCall{"C_GetSessionInfo", [](S s, A& a) { return C_GetSessionInfo(s, &a.session_info); }},
    SessionCall{"C_GetOperationState", [](S s, A& a) { return C_GetOperationState(s, a.data, &a.number); }},
    SessionCall{"C_SetOperationState", [](S s, A& a) { return C_SetOperationState(s, a.data, a.size, 1, 1); }},
    SessionCall{"C_Login", [](S s, A& a) { return C_Login(s, CKU_USER, a.data, a.size); }},
    SessionCall{"C_Logout", [](S s, A&) { return C_Logout(s); }},
    SessionCall{"C_InitPIN", [](S s, A& a) { return C_InitPIN(s, a.data, a.size); }},
    SessionCall{"C_SetPIN", [](S s, A& a) { return C_SetPIN(s, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_CreateObject", [](S s, A& a) { return C_CreateObject(s, &a.attribute, 1, &a.number); }},
    SessionCall{"C_CopyObject", [](S s, A& a) { return C_CopyObject(s, 1, &a.attribute, 1, &a.number); }},
    SessionCall{"C_DestroyObject", [](S s, A&) { return C_DestroyObject(s, 1); }},
    SessionCall{"C_GetObjectSize", [](S s, A& a) { return C_GetObjectSize(s, 1, &a.number); }},
    SessionCall{"C_GetAttributeValue", [](S s, A& a) { return C_GetAttributeValue(s, 1, &a.attribute, 1); }},
    SessionCall{"C_SetAttributeValue", [](S s, A& a) { return C_SetAttributeValue(s, 1, &a.attribute, 1); }},
    SessionCall{"C_FindObjectsInit", [](S s, A& a) { return C_FindObjectsInit(s, &a.attribute, 1); }},
    SessionCall{"C_FindObjects", [](S s, A& a) { return C_FindObjects(s, &a.number, 1, &a.size); }},
    SessionCall{"C_FindObjectsFinal", [](S s, A&) { return C_FindObjectsFinal(s); }},
    SessionCall{"C_EncryptInit", [](S s, A& a) { return C_EncryptInit(s, &a.mechanism, 1); }},
    SessionCall{"C_Encrypt", [](S s, A& a) { return C_Encrypt(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_EncryptUpdate", [](S s, A& a) { return C_EncryptUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_EncryptFinal", [](S s, A& a) { return C_EncryptFinal(s, a.data, &a.number); }},
    SessionCall{"C_DecryptInit", [](S s, A& a) { return C_DecryptInit(s, &a.mechanism, 1); }},
    SessionCall{"C_Decrypt", [](S s, A& a) { return C_Decrypt(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_DecryptUpdate", [](S s, A& a) { return C_DecryptUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_DecryptFinal", [](S s, A& a) { return C_DecryptFinal(s, a.data, &a.number); }},
    SessionCall{"C_DigestInit", [](S s, A& a) { return C_DigestInit(s, &a.mechanism); }},
    SessionCall{"C_Digest", [](S s, A& a) { return C_Digest(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_DigestUpdate", [](S s, A& a) { return C_DigestUpdate(s, a.data, a.size); }},
    SessionCall{"C_DigestKey", [](S s, A&) { return C_DigestKey(s, 1); }},
    SessionCall{"C_DigestFinal", [](S s, A& a) { return C_DigestFinal(s, a.data, &a.number); }},
    SessionCall{"C_SignInit", [](S s, A& a) { return C_SignInit(s, &a.mechanism, 1); }},
    SessionCall{"C_Sign", [](S s, A& a) { return C_Sign(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_SignUpdate", [](S s, A& a) { return C_SignUpdate(s, a.data, a.size); }},
    SessionCall{"C_SignFinal", [](S s, A& a) { return C_SignFinal(s, a.data, &a.number); }},
    SessionCall{"C_SignRecoverInit", [](S s, A& a) { return C_SignRecoverInit(s, &a.mechanism, 1); }},
    SessionCall{"C_SignRecover", [](S s, A& a) { return C_SignRecover(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_VerifyInit", [](S s, A& a) { return C_VerifyInit(s, &a.mechanism, 1); }},
    SessionCall{"C_Verify", [](S s, A& a) { return C_Verify(s, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_VerifyUpdate", [](S s, A& a) { return C_VerifyUpdate(s, a.data, a.size); }},
    SessionCall{"C_VerifyFinal", [](S s, A& a) { return C_VerifyFinal(s, a.data, a.size); }},
    SessionCall{"C_VerifyRecoverInit", [](S s, A& a) { return C_VerifyRecoverInit(s, &a.mechanism, 1); }},
    SessionCall{"C_VerifyRecover", [](S s, A& a) { return C_VerifyRecover(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{
        "C_DigestEncryptUpdate", [](S s, A& a) { return C_DigestEncryptUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{
        "C_DecryptDigestUpdate", [](S s, A& a) { return C_DecryptDigestUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{
        "C_SignEncryptUpdate", [](S s, A& a) { return C_SignEncryptUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{
        "C_DecryptVerifyUpdate", [](S s, A& a) { return C_DecryptVerifyUpdate(s, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_GenerateKey", [](S s, A& a) { return C_GenerateKey(s, &a.mechanism, &a.attribute, 1, &a.number); }},
    SessionCall{"C_GenerateKeyPair",
        [](S s, A& a) {
            return C_GenerateKeyPair(s, &a.mechanism, &a.attribute, 1, &a.attribute, 1, &a.number, &a.size);
        }},
    SessionCall{"C_WrapKey", [](S s, A& a) { return C_WrapKey(s, &a.mechanism, 1, 1, a.data, &a.number); }},
    SessionCall{"C_UnwrapKey",
        [](S s, A& a) { return C_UnwrapKey(s, &a.mechanism, 1, a.data, a.size, &a.attribute, 1, &a.number); }},
    SessionCall{"C_DeriveKey", [](S s, A& a) { return C_DeriveKey(s, &a.mechanism, 1, &a.attribute, 1, &a.number); }},
    SessionCall{"C_SeedRandom", [](S s, A& a) { return C_SeedRandom(s, a.data, a.size); }},
    SessionCall{"C_GenerateRandom", [](S s, A& a) { return C_GenerateRandom(s, a.data, a.size); }},
    SessionCall{"C_LoginUser", [](S s, A& a) { return C_LoginUser(s, CKU_USER, a.data, a.size, nullptr, 0); }},
    SessionCall{"C_SessionCancel", [](S s, A&) { return C_SessionCancel(s, CKF_SIGN); }},
    SessionCall{"C_MessageEncryptInit", [](S s, A& a) { return C_MessageEncryptInit(s, &a.mechanism, 1); }},
    SessionCall{"C_EncryptMessage",
        [](S s, A& a) {
            return C_EncryptMessage(s, a.data, a.size, a.data, a.size, a.data, a.size, a.data, &a.number);
        }},
    SessionCall{
        "C_EncryptMessageBegin", [](S s, A& a) { return C_EncryptMessageBegin(s, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_EncryptMessageNext",
        [](S s, A& a) { return C_EncryptMessageNext(s, a.data, a.size, a.data, a.size, a.data, &a.number, 0); }},
    SessionCall{"C_MessageEncryptFinal", [](S s, A&) { return C_MessageEncryptFinal(s); }},
    SessionCall{"C_MessageDecryptInit", [](S s, A& a) { return C_MessageDecryptInit(s, &a.mechanism, 1); }},
    SessionCall{"C_DecryptMessage",
        [](S s, A& a) {
            return C_DecryptMessage(s, a.data, a.size, a.data, a.size, a.data, a.size, a.data, &a.number);
        }},
    SessionCall{
        "C_DecryptMessageBegin", [](S s, A& a) { return C_DecryptMessageBegin(s, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_DecryptMessageNext",
        [](S s, A& a) { return C_DecryptMessageNext(s, a.data, a.size, a.data, a.size, a.data, &a.number, 0); }},
    SessionCall{"C_MessageDecryptFinal", [](S s, A&) { return C_MessageDecryptFinal(s); }},
    SessionCall{"C_MessageSignInit", [](S s, A& a) { return C_MessageSignInit(s, &a.mechanism, 1); }},
    SessionCall{
        "C_SignMessage", [](S s, A& a) { return C_SignMessage(s, a.data, a.size, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_SignMessageBegin", [](S s, A& a) { return C_SignMessageBegin(s, a.data, a.size); }},
    SessionCall{"C_SignMessageNext",
        [](S s, A& a) { return C_SignMessageNext(s, a.data, a.size, a.data, a.size, a.data, &a.number); }},
    SessionCall{"C_MessageSignFinal", [](S s, A&) { return C_MessageSignFinal(s); }},
    SessionCall{"C_MessageVerifyInit", [](S s, A& a) { return C_MessageVerifyInit(s, &a.mechanism, 1); }},
    SessionCall{"C_VerifyMessage",
        [](S s, A& a) { return C_VerifyMessage(s, a.data, a.size, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_VerifyMessageBegin", [](S s, A& a) { return C_VerifyMessageBegin(s, a.data, a.size); }},
    SessionCall{"C_VerifyMessageNext",
        [](S s, A& a) { return C_VerifyMessageNext(s, a.data, a.size, a.data, a.size, a.data, a.size); }},
    SessionCall{"C_MessageVerifyFinal", [](S s, A&) { return C_MessageVerifyFinal(s); }},
};

struct SlotCall {
    const char* name;
    CK_RV (*call)(CK_SLOT_ID slot, Arguments& a);
};

constexpr std::array slot_calls{
    SlotCall{"C_GetSlotInfo", [](CK_SLOT_ID id, A& a) { return C_GetSlotInfo(id, &a.slot_info); }},
    SlotCall{"C_GetTokenInfo", [](CK_SLOT_ID id, A& a) { return C_GetTokenInfo(id, &a.token_info); }},
    SlotCall{"C_GetMechanismList", [](CK_SLOT_ID id, A& a) { return C_GetMechanismList(id, nullptr, &a.number); }},
    SlotCall{
        "C_GetMechanismInfo", [](CK_SLOT_ID id, A& a) { return C_GetMechanismInfo(id, CKM_ECDSA, &a.mechanism_info); }},
    SlotCall{"C_InitToken", [](CK_SLOT_ID id, A& a) { return C_InitToken(id, a.data, a.size, a.data); }},
    SlotCall{"C_OpenSession",
        [](CK_SLOT_ID id, A& a) { return C_OpenSession(id, CKF_SERIAL_SESSION, nullptr, nullptr, &a.number); }},
    SlotCall{"C_CloseAllSessions", [](CK_SLOT_ID id, A&) { return C_CloseAllSessions(id); }},
};

void check_sessions(CK_SESSION_HANDLE session, CK_RV expected)
{
    for (const SessionCall& row : session_calls) {
        CAPTURE(row.name);
        CAPTURE(session);
        Arguments arguments;
        CHECK(row.call(session, arguments) == expected);
    }
}

void check_slots(CK_SLOT_ID slot, CK_RV expected)
{
    for (const SlotCall& row : slot_calls) {
        CAPTURE(row.name);
        CAPTURE(slot);
        Arguments arguments;
        CHECK(row.call(slot, arguments) == expected);
    }
}

void check_not_initialized()
{
    Arguments a;
    check_sessions(0x100, CKR_CRYPTOKI_NOT_INITIALIZED);
    check_slots(0, CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK(C_GetInfo(&a.info) == CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK(C_GetSlotList(CK_FALSE, nullptr, &a.number) == CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK(C_WaitForSlotEvent(CKF_DONT_BLOCK, &a.number, nullptr) == CKR_CRYPTOKI_NOT_INITIALIZED);
    CHECK(C_Finalize(nullptr) == CKR_CRYPTOKI_NOT_INITIALIZED);
}

} // namespace

TEST_CASE("pkcs11 hostile: nothing works before C_Initialize and after C_Finalize")
{
    const InsertedCard card;
    check_not_initialized();
    {
        const Application application;
    }
    check_not_initialized();
    CHECK(C_GetFunctionStatus(1) == CKR_FUNCTION_NOT_PARALLEL);
    CHECK(C_CancelFunction(1) == CKR_FUNCTION_NOT_PARALLEL);
}

TEST_CASE("pkcs11 hostile: sessions and slots that never were, with and without a card")
{
    REQUIRE(C_Initialize(nullptr) == CKR_OK);
    for (const CK_ULONG number : {CK_ULONG{0}, CK_ULONG{0x100}, CK_ULONG{0xFFFFFFFF}, huge, huge - 1}) {
        check_sessions(number, CKR_SESSION_HANDLE_INVALID);
        check_slots(number, CKR_SLOT_ID_INVALID);
    }
    REQUIRE(C_Finalize(nullptr) == CKR_OK);

    const InsertedCard card;
    const Application application;
    for (const CK_ULONG number : {CK_ULONG{0}, application.session + 1, application.session + 0x100, huge})
        check_sessions(number, CKR_SESSION_HANDLE_INVALID);
    for (const CK_SLOT_ID id : {CK_SLOT_ID{1}, CK_SLOT_ID{0x100}, huge})
        check_slots(id, CKR_SLOT_ID_INVALID);
}

TEST_CASE("pkcs11 hostile: a session that was closed, and one of a card that is gone")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE closed = Application::open();
    REQUIRE(C_CloseSession(closed) == CKR_OK);
    check_sessions(closed, CKR_SESSION_HANDLE_INVALID);

    test::service().eject(InsertedCard::name);
    CHECK(C_Logout(application.session) == CKR_DEVICE_REMOVED); // once
    check_sessions(application.session, CKR_SESSION_HANDLE_INVALID);
    test::service().insert(InsertedCard::name, test::in_reader(std::make_shared<test::ReferenceCard>()));
    check_sessions(application.session, CKR_SESSION_HANDLE_INVALID);
    CHECK(Application::open() != closed);
}

TEST_CASE("pkcs11 hostile: objects of another card, and handles that are none")
{
    const InsertedCard card;
    Application application;
    REQUIRE(application.log_in() == CKR_OK);
    const CK_OBJECT_HANDLE old = application.private_key(test::id_9a);
    test::service().eject(InsertedCard::name);
    test::service().insert(InsertedCard::name, test::in_reader(std::make_shared<test::ReferenceCard>()));
    REQUIRE(C_Logout(application.session) == CKR_DEVICE_REMOVED);
    application.session = Application::open();
    REQUIRE(application.log_in() == CKR_OK);

    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    CK_ATTRIBUTE attribute{CKA_CLASS, nullptr, 0};
    CK_ULONG size = 0;
    for (const CK_OBJECT_HANDLE handle : {old, CK_OBJECT_HANDLE{0}, huge, application.session}) {
        CAPTURE(handle);
        CHECK(C_SignInit(application.session, &mechanism, handle) == CKR_KEY_HANDLE_INVALID);
        CHECK(C_GetAttributeValue(application.session, handle, &attribute, 1) == CKR_OBJECT_HANDLE_INVALID);
        CHECK(C_GetObjectSize(application.session, handle, &size) == CKR_OBJECT_HANDLE_INVALID);
        CHECK(C_DestroyObject(application.session, handle) == CKR_OBJECT_HANDLE_INVALID);
    }
    CHECK(C_GetObjectSize(application.session, application.private_key(test::id_9a), &size) == CKR_OK);
    CHECK(C_DestroyObject(application.session, application.private_key(test::id_9a)) == CKR_ACTION_PROHIBITED);
}

TEST_CASE("pkcs11 hostile: functions that are not offered say so, in a session that exists")
{
    const InsertedCard card;
    const Application application;
    CK_MECHANISM mechanism{CKM_RSA_PKCS, nullptr, 0};
    CK_ULONG number = 0;
    CHECK(C_InitToken(0, nullptr, 0, nullptr) == CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(C_CreateObject(application.session, nullptr, huge, nullptr) == CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(C_SignRecoverInit(application.session, nullptr, 0) == CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(C_GenerateKey(application.session, &mechanism, nullptr, 0, &number) == CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(C_MessageSignInit(application.session, nullptr, 0) == CKR_FUNCTION_NOT_SUPPORTED);
    CHECK(C_GetOperationState(application.session, nullptr, nullptr) == CKR_FUNCTION_NOT_SUPPORTED);
}
