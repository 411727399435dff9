// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>

namespace idcard::setup {

/// Cuts off what stands before the next `end`, or all that is left, and returns it; `end` is dropped.
inline std::string_view take_until(std::string_view& rest, char end)
{
    const std::string_view taken = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return taken;
}

} // namespace idcard::setup
