// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

namespace card {

/// What toml++ asserts. Throws std::runtime_error, which toml::parse_error is, too.
constexpr void require_possible(bool possible)
{
    if (!possible)
        throw std::runtime_error{"not well formed"};
}

} // namespace card

// toml++ 3.3 takes a table header like "[=" for impossible and ends the program by assert(). Whoever includes it
// through this header, and the architecture test allows no other way, gets an exception.
#define TOML_ASSERT(expression) ::card::require_possible(static_cast<bool>(expression))
#include <toml++/toml.h>
