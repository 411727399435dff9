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
        const LockedSession locked = session(handle);
        try {
            body(locked);
        } catch (const Failure& failure) {
            if (failure.rv() != CKR_BUFFER_TOO_SMALL && failure.rv() != CKR_OPERATION_ACTIVE)
                locked->cancel(operation);
            throw;
        }
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
