// SPDX-License-Identifier: Apache-2.0
// How operations of a session begin and end, which keys they take, and what becomes of handles.
#include "in_process/application.hpp"

#include <array>

using test::Application;
using test::InsertedCard;

TEST_CASE("pkcs11 operations: C_..Init without a mechanism ends the operation in progress, or says that there is none")
{
    const InsertedCard card;
    const Application application;
    const CK_SESSION_HANDLE s = application.session;
    REQUIRE(application.log_in() == CKR_OK);
    CK_MECHANISM ecdsa{CKM_ECDSA, nullptr, 0};
    CK_MECHANISM rsa{CKM_RSA_PKCS, nullptr, 0};
    CK_MECHANISM sha256{CKM_SHA256, nullptr, 0};

    struct Operation {
        const char* name;
        CK_RV (*begin)(CK_SESSION_HANDLE, CK_MECHANISM*, CK_OBJECT_HANDLE);
        CK_MECHANISM* mechanism;
        CK_OBJECT_HANDLE key;
    };

    const std::array operations{
        Operation{"sign", C_SignInit, &ecdsa, application.private_key(test::id_9a)},
        Operation{"verify", C_VerifyInit, &ecdsa, application.object(CKO_PUBLIC_KEY, test::id_9a)},
        Operation{"encrypt", C_EncryptInit, &rsa, application.object(CKO_PUBLIC_KEY, test::id_9d)},
        Operation{"decrypt", C_DecryptInit, &rsa, application.private_key(test::id_9d)},
        Operation{"digest",
            [](CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE) {
                return C_DigestInit(session, mechanism);
            },
            &sha256, 0},
    };
    for (const Operation& one : operations) {
        INFO(one.name);
        CHECK(one.begin(s, nullptr, one.key) == CKR_ARGUMENTS_BAD);
        REQUIRE(one.begin(s, one.mechanism, one.key) == CKR_OK);
        CHECK(one.begin(s, one.mechanism, one.key) == CKR_OPERATION_ACTIVE);
        CHECK(one.begin(s, nullptr, 0) == CKR_OK);
        CHECK(one.begin(s, nullptr, 0) == CKR_ARGUMENTS_BAD);
        CHECK(one.begin(s, one.mechanism, one.key) == CKR_OK);
    }
    CHECK(C_SignInit(s, nullptr, 0) == CKR_OK); // and ends no other
    for (const Operation& one : operations)
        CHECK(one.begin(s, nullptr, 0) == (one.begin == C_SignInit ? CKR_ARGUMENTS_BAD : CKR_OK));
}
