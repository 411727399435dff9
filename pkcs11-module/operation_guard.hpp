// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "guard.hpp"
#include "module.hpp"

namespace p11 {

/// guard() around a call that continues or ends an operation of a session, by its flag of C_SessionCancel. What is
/// wrong with the arguments ends the operation as every other error does, except too little room for the result and a
/// call of the wrong kind in the middle of it. [PKCS11-2.40] §5.2, §5.8 to §5.12
template <std::invocable<const LockedSession&> Body>
CK_RV guard_operation(CK_SESSION_HANDLE handle, CK_FLAGS operation, Body body) noexcept
{
    return guard([&] {
        const bool uses_card = (operation & (CKF_SIGN | CKF_DECRYPT)) != 0;
        const LockedSession locked = uses_card ? session_with_card(handle) : session(handle);
        try {
            body(locked);
        } catch (const Failure& failure) {
            if (failure.rv() != CKR_BUFFER_TOO_SMALL && failure.rv() != CKR_OPERATION_ACTIVE)
                locked->cancel(operation);
            throw;
        }
    });
}

/// guard() around a call that begins an operation. Without a mechanism it ends the one in progress.
/// Throws CKR_ARGUMENTS_BAD if there is none to end. [PKCS11-3.0] §5.8.1, §5.10.1, §5.12.1, §5.13.1, §5.15.1
template <std::invocable<const LockedSession&, const CK_MECHANISM&> Body>
CK_RV guard_beginning(CK_SESSION_HANDLE handle, CK_FLAGS operation, const CK_MECHANISM* mechanism, Body body) noexcept
{
    return guard([&] {
        const LockedSession locked = session(handle);
        if (mechanism != nullptr)
            body(locked, *mechanism);
        else
            require(locked->cancel(operation), CKR_ARGUMENTS_BAD);
    });
}

/// For functions that this module does not offer: the session must exist all the same.
inline CK_RV not_offered(CK_SESSION_HANDLE handle) noexcept
{
    return guard([&] {
        session(handle);
        throw Failure{CKR_FUNCTION_NOT_SUPPORTED};
    });
}

} // namespace p11
