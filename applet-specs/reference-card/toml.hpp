// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace refcard {

/// What toml++ asserts. Throws std::runtime_error, which toml::parse_error is, too.
constexpr void require_possible(bool possible)
{
    if (!possible)
        throw std::runtime_error{"not well formed"};
}

} // namespace refcard

// toml++ 3.3 takes a table header like "[=" for impossible and would end the program by assert().
#define TOML_ASSERT(expression) ::refcard::require_possible(static_cast<bool>(expression))
#include <toml++/toml.h>
