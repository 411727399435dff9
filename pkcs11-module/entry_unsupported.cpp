// SPDX-License-Identifier: Apache-2.0
// What the module does not offer: keys and certificates come from the issuer, and an RSA key encrypts one block at a
// time.
#include "operation_guard.hpp"

CK_RV C_InitToken(CK_SLOT_ID id, unsigned char*, CK_ULONG, unsigned char*)
{
    return p11::guard([&] {
        p11::slot(id);
        throw p11::Failure{CKR_FUNCTION_NOT_SUPPORTED};
    });
}

CK_RV C_GetOperationState(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_SetOperationState(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, CK_OBJECT_HANDLE, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_CreateObject(CK_SESSION_HANDLE session, CK_ATTRIBUTE*, CK_ULONG, CK_OBJECT_HANDLE*)
{
    return p11::not_offered(session);
}

CK_RV C_CopyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE, CK_ATTRIBUTE*, CK_ULONG, CK_OBJECT_HANDLE*)
{
    return p11::not_offered(session);
}

CK_RV C_SetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE, CK_ATTRIBUTE*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_EncryptUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_EncryptFinal(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptFinal(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DigestKey(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_SignRecoverInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_SignRecover(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_VerifyRecoverInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_VerifyRecover(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DigestEncryptUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptDigestUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_SignEncryptUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptVerifyUpdate(CK_SESSION_HANDLE session, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_GenerateKey(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_ATTRIBUTE*, CK_ULONG, CK_OBJECT_HANDLE*)
{
    return p11::not_offered(session);
}

CK_RV C_GenerateKeyPair(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_ATTRIBUTE*, CK_ULONG, CK_ATTRIBUTE*, CK_ULONG,
    CK_OBJECT_HANDLE*, CK_OBJECT_HANDLE*)
{
    return p11::not_offered(session);
}

CK_RV C_WrapKey(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE, CK_OBJECT_HANDLE, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_UnwrapKey(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE, unsigned char*, CK_ULONG, CK_ATTRIBUTE*,
    CK_ULONG, CK_OBJECT_HANDLE*)
{
    return p11::not_offered(session);
}

// Left over from version 1, with this one answer. [PKCS11-2.40] §5.16
CK_RV C_GetFunctionStatus(CK_SESSION_HANDLE)
{
    return CKR_FUNCTION_NOT_PARALLEL;
}

CK_RV C_CancelFunction(CK_SESSION_HANDLE)
{
    return CKR_FUNCTION_NOT_PARALLEL;
}
