// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

/// What Cryptoki 3.0 adds to the header of 2.40. [PKCS11-3.0] §3.7, §5.4, §5.6, §5.9 to §5.17
/// A test compares it with the header of NSS.
#pragma GCC visibility push(default)
extern "C" {

constexpr CK_FLAGS CKF_INTERFACE_FORK_SAFE = 0x00000001UL;
constexpr CK_FLAGS CKF_FIND_OBJECTS = 0x00000040UL;
constexpr CK_OBJECT_CLASS CKO_PROFILE = 0x00000009UL;
constexpr CK_ATTRIBUTE_TYPE CKA_UNIQUE_ID = 0x00000004UL;
constexpr CK_ATTRIBUTE_TYPE CKA_PROFILE_ID = 0x00000601UL;
constexpr CK_ULONG CKP_AUTHENTICATION_TOKEN = 0x00000003UL;

struct CK_INTERFACE {
    const char* pInterfaceName;
    const void* pFunctionList;
    CK_FLAGS flags;
};

CK_RV C_GetInterfaceList(CK_INTERFACE* interfaces, CK_ULONG* count);
CK_RV C_GetInterface(unsigned char* name, CK_VERSION* version, CK_INTERFACE** found, CK_FLAGS flags);
CK_RV C_LoginUser(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG pin_len,
    unsigned char* username, CK_ULONG username_len);
CK_RV C_SessionCancel(CK_SESSION_HANDLE session, CK_FLAGS flags);
CK_RV C_MessageEncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key);
CK_RV C_EncryptMessage(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* associated_data, CK_ULONG associated_data_len, unsigned char* plaintext, CK_ULONG plaintext_len,
    unsigned char* ciphertext, CK_ULONG* ciphertext_len);
CK_RV C_EncryptMessageBegin(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* associated_data, CK_ULONG associated_data_len);
CK_RV C_EncryptMessageNext(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* plaintext_part, CK_ULONG plaintext_part_len, unsigned char* ciphertext_part,
    CK_ULONG* ciphertext_part_len, CK_FLAGS flags);
CK_RV C_MessageEncryptFinal(CK_SESSION_HANDLE session);
CK_RV C_MessageDecryptInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key);
CK_RV C_DecryptMessage(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* associated_data, CK_ULONG associated_data_len, unsigned char* ciphertext, CK_ULONG ciphertext_len,
    unsigned char* plaintext, CK_ULONG* plaintext_len);
CK_RV C_DecryptMessageBegin(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* associated_data, CK_ULONG associated_data_len);
CK_RV C_DecryptMessageNext(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len,
    unsigned char* ciphertext_part, CK_ULONG ciphertext_part_len, unsigned char* plaintext_part,
    CK_ULONG* plaintext_part_len, CK_FLAGS flags);
CK_RV C_MessageDecryptFinal(CK_SESSION_HANDLE session);
CK_RV C_MessageSignInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key);
CK_RV C_SignMessage(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len, unsigned char* data,
    CK_ULONG data_len, unsigned char* signature, CK_ULONG* signature_len);
CK_RV C_SignMessageBegin(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len);
CK_RV C_SignMessageNext(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len, unsigned char* data,
    CK_ULONG data_len, unsigned char* signature, CK_ULONG* signature_len);
CK_RV C_MessageSignFinal(CK_SESSION_HANDLE session);
CK_RV C_MessageVerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key);
CK_RV C_VerifyMessage(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len, unsigned char* data,
    CK_ULONG data_len, unsigned char* signature, CK_ULONG signature_len);
CK_RV C_VerifyMessageBegin(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len);
CK_RV C_VerifyMessageNext(CK_SESSION_HANDLE session, void* parameter, CK_ULONG parameter_len, unsigned char* data,
    CK_ULONG data_len, unsigned char* signature, CK_ULONG signature_len);
CK_RV C_MessageVerifyFinal(CK_SESSION_HANDLE session);

/// The functions of 2.40, in their order, and the new ones.
struct CK_FUNCTION_LIST_3_0 {
    CK_FUNCTION_LIST v2;
    decltype(&::C_GetInterfaceList) C_GetInterfaceList;
    decltype(&::C_GetInterface) C_GetInterface;
    decltype(&::C_LoginUser) C_LoginUser;
    decltype(&::C_SessionCancel) C_SessionCancel;
    decltype(&::C_MessageEncryptInit) C_MessageEncryptInit;
    decltype(&::C_EncryptMessage) C_EncryptMessage;
    decltype(&::C_EncryptMessageBegin) C_EncryptMessageBegin;
    decltype(&::C_EncryptMessageNext) C_EncryptMessageNext;
    decltype(&::C_MessageEncryptFinal) C_MessageEncryptFinal;
    decltype(&::C_MessageDecryptInit) C_MessageDecryptInit;
    decltype(&::C_DecryptMessage) C_DecryptMessage;
    decltype(&::C_DecryptMessageBegin) C_DecryptMessageBegin;
    decltype(&::C_DecryptMessageNext) C_DecryptMessageNext;
    decltype(&::C_MessageDecryptFinal) C_MessageDecryptFinal;
    decltype(&::C_MessageSignInit) C_MessageSignInit;
    decltype(&::C_SignMessage) C_SignMessage;
    decltype(&::C_SignMessageBegin) C_SignMessageBegin;
    decltype(&::C_SignMessageNext) C_SignMessageNext;
    decltype(&::C_MessageSignFinal) C_MessageSignFinal;
    decltype(&::C_MessageVerifyInit) C_MessageVerifyInit;
    decltype(&::C_VerifyMessage) C_VerifyMessage;
    decltype(&::C_VerifyMessageBegin) C_VerifyMessageBegin;
    decltype(&::C_VerifyMessageNext) C_VerifyMessageNext;
    decltype(&::C_MessageVerifyFinal) C_MessageVerifyFinal;
};

} // extern "C"
#pragma GCC visibility pop
