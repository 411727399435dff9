// SPDX-License-Identifier: Apache-2.0
// Signing and verifying functions. [PKCS11-2.40] §5.11, §5.12
#include "arguments.hpp"
#include "operation_guard.hpp"

CK_RV C_SignInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key)
{
    return p11::guard_beginning(session, CKF_SIGN, mechanism,
        [&](const auto& locked, const CK_MECHANISM& given) { locked->begin_signature(given, key); });
}

CK_RV C_Sign(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_len, unsigned char* signature,
    CK_ULONG* signature_len)
{
    return p11::guard_operation(session, CKF_SIGN, [&](const auto& locked) {
        locked->sign(p11::input(data, data_len), {signature, signature_len});
    });
}

CK_RV C_SignUpdate(CK_SESSION_HANDLE session, unsigned char* part, CK_ULONG part_len)
{
    return p11::guard_operation(
        session, CKF_SIGN, [&](const auto& locked) { locked->update_signature(p11::input(part, part_len)); });
}

CK_RV C_SignFinal(CK_SESSION_HANDLE session, unsigned char* signature, CK_ULONG* signature_len)
{
    return p11::guard_operation(session, CKF_SIGN, [&](const auto& locked) {
        locked->finish_signature({signature, signature_len});
    });
}

CK_RV C_VerifyInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key)
{
    return p11::guard_beginning(session, CKF_VERIFY, mechanism,
        [&](const auto& locked, const CK_MECHANISM& given) { locked->begin_verification(given, key); });
}

CK_RV C_Verify(
    CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_len, unsigned char* signature, CK_ULONG signature_len)
{
    return p11::guard_operation(session, CKF_VERIFY, [&](const auto& locked) {
        locked->verify(p11::input(data, data_len), p11::input(signature, signature_len, CKR_SIGNATURE_LEN_RANGE));
    });
}

CK_RV C_VerifyUpdate(CK_SESSION_HANDLE session, unsigned char* part, CK_ULONG part_len)
{
    return p11::guard_operation(
        session, CKF_VERIFY, [&](const auto& locked) { locked->update_verification(p11::input(part, part_len)); });
}

CK_RV C_VerifyFinal(CK_SESSION_HANDLE session, unsigned char* signature, CK_ULONG signature_len)
{
    return p11::guard_operation(session, CKF_VERIFY, [&](const auto& locked) {
        locked->finish_verification(p11::input(signature, signature_len, CKR_SIGNATURE_LEN_RANGE));
    });
}
