// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace card::text {

/// The characters of a text. Throws malformed_data if it is no well-formed UTF-8.
std::u32string decode(std::string_view utf8);

std::string encode(std::u32string_view points);

} // namespace card::text
