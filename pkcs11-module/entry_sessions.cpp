// SPDX-License-Identifier: Apache-2.0
// Session management functions, and the PIN. [PKCS11-2.40] §5.5, §5.6
#include "arguments.hpp"
#include "guard.hpp"
#include "module.hpp"

CK_RV C_OpenSession(CK_SLOT_ID id, CK_FLAGS flags, void*, CK_NOTIFY, CK_SESSION_HANDLE* session)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        CK_SESSION_HANDLE& out = p11::required(session);
        p11::require((flags & CKF_SERIAL_SESSION) != 0, CKR_SESSION_PARALLEL_NOT_SUPPORTED);
        out = slot->open_session((flags & CKF_RW_SESSION) != 0);
    });
}

CK_RV C_CloseSession(CK_SESSION_HANDLE session)
{
    return p11::guard([&] {
        const auto slot = p11::slot_of_session(session);
        slot->session(session);
        slot->close_session(session);
    });
}

CK_RV C_CloseAllSessions(CK_SLOT_ID id)
{
    return p11::guard([&] {
        const auto slot = p11::slot(id);
        slot->has_token(); // the sessions of a card that is gone end by this alone
        slot->close_all_sessions();
    });
}

CK_RV C_GetSessionInfo(CK_SESSION_HANDLE session, CK_SESSION_INFO* info)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        p11::required(info) = locked->info();
    });
}

CK_RV C_Login(CK_SESSION_HANDLE session, CK_USER_TYPE user, unsigned char* pin, CK_ULONG pin_len)
{
    return p11::guard([&] {
        const auto locked = p11::session_with_card(session);
        locked->login(user, p11::pin_input(pin, pin_len));
    });
}

CK_RV C_Logout(CK_SESSION_HANDLE session)
{
    return p11::guard([&] { p11::session(session)->logout(); });
}

CK_RV C_SetPIN(
    CK_SESSION_HANDLE session, unsigned char* old_pin, CK_ULONG old_len, unsigned char* new_pin, CK_ULONG new_len)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        locked->change_pin(p11::pin_input(old_pin, old_len), p11::pin_input(new_pin, new_len));
    });
}

CK_RV C_InitPIN(CK_SESSION_HANDLE session, unsigned char* pin, CK_ULONG pin_len)
{
    return p11::guard([&] {
        const auto locked = p11::session(session);
        locked->reset_pin(p11::pin_input(pin, pin_len));
    });
}
