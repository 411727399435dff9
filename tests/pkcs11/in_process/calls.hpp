// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki_3.h"
#include "service.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

/// What applications do in several calls, in one.
namespace test {

/// The objects in sight that match.
inline std::vector<CK_OBJECT_HANDLE> find(CK_SESSION_HANDLE session, std::vector<CK_ATTRIBUTE> wanted = {})
{
    std::vector<CK_OBJECT_HANDLE> found(200);
    CK_ULONG count = 0;
    REQUIRE(C_FindObjectsInit(session, wanted.data(), wanted.size()) == CKR_OK);
    REQUIRE(C_FindObjects(session, found.data(), found.size(), &count) == CKR_OK);
    REQUIRE(C_FindObjectsFinal(session) == CKR_OK);
    found.resize(count);
    return found;
}

/// The only object of its class with this CKA_ID.
inline CK_OBJECT_HANDLE only_object(CK_SESSION_HANDLE session, CK_OBJECT_CLASS object_class, unsigned char id)
{
    const std::vector<CK_OBJECT_HANDLE> found =
        find(session, {{CKA_CLASS, &object_class, sizeof object_class}, {CKA_ID, &id, sizeof id}});
    REQUIRE(found.size() == 1);
    return found.front();
}

/// C_SignInit and C_Sign of a short message; the signature is thrown away.
inline CK_RV sign(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE type = CKM_ECDSA_SHA256)
{
    CK_MECHANISM mechanism{type, nullptr, 0};
    if (const CK_RV rv = C_SignInit(session, &mechanism, key); rv != CKR_OK)
        return rv;
    std::array<unsigned char, 4> message{'t', 'e', 's', 't'};
    std::array<unsigned char, 512> signature{};
    CK_ULONG size = signature.size();
    return C_Sign(session, message.data(), message.size(), signature.data(), &size);
}

/// That reached a card so far.
inline std::size_t commands()
{
    return service().commands();
}

} // namespace test
