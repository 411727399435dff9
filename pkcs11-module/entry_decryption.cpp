// SPDX-License-Identifier: Apache-2.0
// Functions that encrypt, decrypt and agree on keys. [PKCS11-2.40] §5.8, §5.9, §5.14
#include "arguments.hpp"
#include "operation_guard.hpp"

CK_RV C_EncryptInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key)
{
    return p11::guard_beginning(session, CKF_ENCRYPT, mechanism,
        [&](const auto& locked, const CK_MECHANISM& given) { locked->begin_encryption(given, key); });
}

CK_RV C_Encrypt(CK_SESSION_HANDLE session, unsigned char* data, CK_ULONG data_len, unsigned char* cryptogram,
    CK_ULONG* cryptogram_len)
{
    return p11::guard_operation(session, CKF_ENCRYPT, [&](const auto& locked) {
        locked->encrypt(p11::input(data, data_len), {cryptogram, cryptogram_len});
    });
}

CK_RV C_DecryptInit(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key)
{
    return p11::guard_beginning(session, CKF_DECRYPT, mechanism,
        [&](const auto& locked, const CK_MECHANISM& given) { locked->begin_decryption(given, key); });
}

CK_RV C_Decrypt(CK_SESSION_HANDLE session, unsigned char* cryptogram, CK_ULONG cryptogram_len, unsigned char* data,
    CK_ULONG* data_len)
{
    return p11::guard_operation(session, CKF_DECRYPT, [&](const auto& locked) {
        locked->decrypt(p11::input(cryptogram, cryptogram_len, CKR_ENCRYPTED_DATA_LEN_RANGE), {data, data_len});
    });
}

CK_RV C_DeriveKey(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE base_key, CK_ATTRIBUTE* wanted,
    CK_ULONG count, CK_OBJECT_HANDLE* key)
{
    return p11::guard([&] {
        const auto locked = p11::session_with_card(session);
        CK_OBJECT_HANDLE& out = p11::required(key);
        out = locked->derive(p11::required(mechanism), base_key, p11::attribute_template(wanted, count));
    });
}
