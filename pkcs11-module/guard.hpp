// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "errors.hpp"

#include <concepts>
#include <new>

namespace p11 {

/// The only place where C++ errors become return values; nothing may be thrown into C.
/// Every entry point that does anything is one guard around its body.
template <std::invocable Body>
CK_RV guard(Body&& body) noexcept
try {
    body();
    return CKR_OK;

} catch (const Failure& failure) { // the module chose the value
    return failure.rv();

} catch (const card::Error& error) { // the card did

    return to_rv(error.code());

} catch (const std::bad_alloc&) {

    return CKR_HOST_MEMORY;

} catch (...) {

    return CKR_GENERAL_ERROR;
}

} // namespace p11
