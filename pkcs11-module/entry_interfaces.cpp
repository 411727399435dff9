// SPDX-License-Identifier: Apache-2.0
// The lists of functions: 2.40 and 3.0. [PKCS11-3.0] §3.6, §5.4
#include "arguments.hpp"
#include "cryptoki_3.h"
#include "guard.hpp"
#include "module.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace {

constexpr CK_VERSION version_2_40{2, 40};
constexpr CK_VERSION version_3_0{3, 0};

/// C_GetInfo of the list of 3.0: it tells the version of the interface that it is called through. [PKCS11-3.0] §3.1
CK_RV get_info_3_0(CK_INFO* info)
{
    const CK_RV rv = C_GetInfo(info);
    if (rv == CKR_OK)
        info->cryptokiVersion = version_3_0;
    return rv;
}

/// In the order of the header. [PKCS11-2.40] §3.6
constexpr CK_FUNCTION_LIST functions(CK_VERSION version, CK_C_GetInfo get_info)
{
    return {
        version,
        C_Initialize,
        C_Finalize,
        get_info,
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
}

constexpr CK_FUNCTION_LIST list_2_40 = functions(version_2_40, C_GetInfo);

constexpr CK_FUNCTION_LIST_3_0 list_3_0{
    functions(version_3_0, get_info_3_0),
    C_GetInterfaceList,
    C_GetInterface,
    C_LoginUser,
    C_SessionCancel,
    C_MessageEncryptInit,
    C_EncryptMessage,
    C_EncryptMessageBegin,
    C_EncryptMessageNext,
    C_MessageEncryptFinal,
    C_MessageDecryptInit,
    C_DecryptMessage,
    C_DecryptMessageBegin,
    C_DecryptMessageNext,
    C_MessageDecryptFinal,
    C_MessageSignInit,
    C_SignMessage,
    C_SignMessageBegin,
    C_SignMessageNext,
    C_MessageSignFinal,
    C_MessageVerifyInit,
    C_VerifyMessage,
    C_VerifyMessageBegin,
    C_VerifyMessageNext,
    C_MessageVerifyFinal,
};

constexpr const char* standard_name = "PKCS 11";

/// The newest first: it is what a caller without wishes gets. No CKF_INTERFACE_FORK_SAFE, which would promise a child
/// made by fork the sessions of its parent. [PKCS11-3.0] §3.7
constexpr std::array interfaces{
    CK_INTERFACE{standard_name, &list_3_0, 0},
    CK_INTERFACE{standard_name, &list_2_40, 0},
};

/// Each list begins with its version.
const CK_VERSION& version_of(const CK_INTERFACE& interface)
{
    return *static_cast<const CK_VERSION*>(interface.pFunctionList);
}

bool fits(const CK_INTERFACE& interface, const unsigned char* name, const CK_VERSION* version, CK_FLAGS flags)
{
    const CK_VERSION& own = version_of(interface);
    return (name == nullptr || std::strcmp(interface.pInterfaceName, reinterpret_cast<const char*>(name)) == 0) &&
           (version == nullptr || (version->major == own.major && version->minor == own.minor)) &&
           (interface.flags & flags) == flags;
}

} // namespace

/// This function and those for interfaces work before C_Initialize.
CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    // The list is never written: only the type of the parameter has no const.
    return p11::guard([&] { p11::required(list) = const_cast<CK_FUNCTION_LIST*>(&list_2_40); });
}

CK_RV C_GetInterfaceList(CK_INTERFACE* list, CK_ULONG* count)
{
    return p11::guard([&] { p11::Output<CK_INTERFACE>{list, count}.write(interfaces); });
}

CK_RV C_GetInterface(unsigned char* name, CK_VERSION* version, CK_INTERFACE** found, CK_FLAGS flags)
{
    return p11::guard([&] {
        CK_INTERFACE*& out = p11::required(found);
        const auto* const interface = std::find_if(interfaces.begin(), interfaces.end(),
            [&](const CK_INTERFACE& candidate) { return fits(candidate, name, version, flags); });
        p11::require(interface != interfaces.end(), CKR_ARGUMENTS_BAD);
        out = const_cast<CK_INTERFACE*>(interface);
    });
}

/// The card's users have no names.
CK_RV C_LoginUser(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG pin_len, unsigned char*,
    CK_ULONG username_len)
{
    return p11::guard([&] {
        const auto locked = p11::session_with_card(session);
        p11::require(username_len == 0, CKR_ARGUMENTS_BAD);
        locked->login(user, p11::pin_input(pin, pin_len));
    });
}

CK_RV C_SessionCancel(CK_SESSION_HANDLE session, CK_FLAGS flags)
{
    return p11::guard([&] { p11::session(session)->cancel(flags); });
}
