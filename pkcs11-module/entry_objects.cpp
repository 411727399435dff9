// SPDX-License-Identifier: Apache-2.0
// Object management functions. [PKCS11-2.40] §5.7
#include "arguments.hpp"
#include "guard.hpp"
#include "module.hpp"

CK_RV C_FindObjectsInit(CK_SESSION_HANDLE session, CK_ATTRIBUTE* wanted, CK_ULONG count)
{
    return p11::guard([&] {
        const auto locked = p11::session_with_card(session);
        locked->begin_search(p11::attribute_template(wanted, count));
    });
}

CK_RV C_FindObjects(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE* objects, CK_ULONG room, CK_ULONG* count)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        CK_ULONG& out = p11::required(count);
        p11::require(objects != nullptr || room == 0, CKR_ARGUMENTS_BAD);
        out = locked->next_found({objects, room});
    });
}

CK_RV C_FindObjectsFinal(CK_SESSION_HANDLE session)
{
    return p11::guard([&] { p11::session(session)->end_search(); });
}

CK_RV C_GetAttributeValue(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* wanted, CK_ULONG count)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        locked->read_attributes(object, p11::attribute_template(wanted, count));
    });
}

/// What an object takes on the card is no number that means anything. [PKCS11-2.40] §5.7
CK_RV C_GetObjectSize(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ULONG* size)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        CK_ULONG& out = p11::required(size);
        locked->read_attributes(object, {});
        out = CK_UNAVAILABLE_INFORMATION;
    });
}

CK_RV C_DestroyObject(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object)
{
    return p11::guard([&] { p11::session(session)->destroy_object(object); });
}
