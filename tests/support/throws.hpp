// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"

#include <concepts>
#include <optional>

namespace test {

/// The code of the Error that `body` throws; nothing if it returns. Other exceptions pass.
template <std::invocable Body>
std::optional<card::Errc> error_of(Body&& body)
{
    try {
        static_cast<void>(body());
    } catch (const card::Error& error) {
        return error.code();
    }
    return std::nullopt;
}

} // namespace test
