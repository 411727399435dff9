// SPDX-License-Identifier: Apache-2.0
// Message-based encryption and signing: the card has no mechanism that gains by it. [PKCS11-3.0] §5.9 to §5.17
#include "cryptoki_3.h"
#include "operation_guard.hpp"

CK_RV C_MessageEncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_EncryptMessage(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG,
    unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_EncryptMessageBegin(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_EncryptMessageNext(
    CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*, CK_FLAGS)
{
    return p11::not_offered(session);
}

CK_RV C_MessageEncryptFinal(CK_SESSION_HANDLE session)
{
    return p11::not_offered(session);
}

CK_RV C_MessageDecryptInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptMessage(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG,
    unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptMessageBegin(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_DecryptMessageNext(
    CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*, CK_FLAGS)
{
    return p11::not_offered(session);
}

CK_RV C_MessageDecryptFinal(CK_SESSION_HANDLE session)
{
    return p11::not_offered(session);
}

CK_RV C_MessageSignInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_SignMessage(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_SignMessageBegin(CK_SESSION_HANDLE session, void*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_SignMessageNext(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG*)
{
    return p11::not_offered(session);
}

CK_RV C_MessageSignFinal(CK_SESSION_HANDLE session)
{
    return p11::not_offered(session);
}

CK_RV C_MessageVerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM*, CK_OBJECT_HANDLE)
{
    return p11::not_offered(session);
}

CK_RV C_VerifyMessage(CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_VerifyMessageBegin(CK_SESSION_HANDLE session, void*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_VerifyMessageNext(
    CK_SESSION_HANDLE session, void*, CK_ULONG, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG)
{
    return p11::not_offered(session);
}

CK_RV C_MessageVerifyFinal(CK_SESSION_HANDLE session)
{
    return p11::not_offered(session);
}
