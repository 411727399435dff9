// SPDX-License-Identifier: Apache-2.0
// General-purpose functions. [PKCS11-2.40] §5.4
#include "arguments.hpp"
#include "guard.hpp"
#include "module.hpp"

namespace {

/// In the order of the header. [PKCS11-2.40] §3.6
constexpr CK_FUNCTION_LIST functions{
    {CRYPTOKI_VERSION_MAJOR, CRYPTOKI_VERSION_MINOR},
    C_Initialize,
    C_Finalize,
    C_GetInfo,
    C_GetFunctionList,
    C_GetSlotList,
    C_GetSlotInfo,
    C_GetTokenInfo,
    C_GetMechanismList,
    C_GetMechanismInfo,
    C_InitToken,
    C_InitPIN,
    C_SetPIN,
    C_OpenSession,
    C_CloseSession,
    C_CloseAllSessions,
    C_GetSessionInfo,
    C_GetOperationState,
    C_SetOperationState,
    C_Login,
    C_Logout,
    C_CreateObject,
    C_CopyObject,
    C_DestroyObject,
    C_GetObjectSize,
    C_GetAttributeValue,
    C_SetAttributeValue,
    C_FindObjectsInit,
    C_FindObjects,
    C_FindObjectsFinal,
    C_EncryptInit,
    C_Encrypt,
    C_EncryptUpdate,
    C_EncryptFinal,
    C_DecryptInit,
    C_Decrypt,
    C_DecryptUpdate,
    C_DecryptFinal,
    C_DigestInit,
    C_Digest,
    C_DigestUpdate,
    C_DigestKey,
    C_DigestFinal,
    C_SignInit,
    C_Sign,
    C_SignUpdate,
    C_SignFinal,
    C_SignRecoverInit,
    C_SignRecover,
    C_VerifyInit,
    C_Verify,
    C_VerifyUpdate,
    C_VerifyFinal,
    C_VerifyRecoverInit,
    C_VerifyRecover,
    C_DigestEncryptUpdate,
    C_DecryptDigestUpdate,
    C_SignEncryptUpdate,
    C_DecryptVerifyUpdate,
    C_GenerateKey,
    C_GenerateKeyPair,
    C_WrapKey,
    C_UnwrapKey,
    C_DeriveKey,
    C_SeedRandom,
    C_GenerateRandom,
    C_GetFunctionStatus,
    C_CancelFunction,
    C_WaitForSlotEvent,
};

} // namespace

CK_RV C_Initialize(void* arguments)
{
    return p11::guard([&] { p11::Module::initialize(static_cast<const CK_C_INITIALIZE_ARGS*>(arguments)); });
}

CK_RV C_Finalize(void* reserved)
{
    return p11::guard([&] {
        p11::require(reserved == nullptr, CKR_ARGUMENTS_BAD);
        p11::Module::finalize();
    });
}

CK_RV C_GetInfo(CK_INFO* info)
{
    return p11::guard([&] {
        p11::Module::current();
        CK_INFO& out = p11::required(info);
        out = {};
        out.cryptokiVersion = functions.version;
        p11::fill(out.manufacturerID, "idcard project");
        p11::fill(out.libraryDescription, "idcard PKCS#11 module");
        out.libraryVersion = {CARD_MODULE_MAJOR, CARD_MODULE_MINOR};
    });
}

/// The only function that works before C_Initialize.
CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    // The list is never written: only the type of the parameter has no const.
    return p11::guard([&] { p11::required(list) = const_cast<CK_FUNCTION_LIST*>(&functions); });
}
