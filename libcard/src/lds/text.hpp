// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Texts of data groups: bounded, well-formed UTF-8 without control characters.
namespace card::lds {

/// Throws malformed_data, with the field's name.
std::string read_text(ByteView bytes, std::string_view field);
/// The same check for what is about to be written.
ByteView checked_text(const std::string& text, std::string_view field);

/// Parts of a field, separated by the filler `<`. [9303-10] §4.7.11
std::vector<std::string> split_parts(const std::string& text);
/// Throws malformed_data, with the field's name, if a part holds the separator.
std::string join_parts(const std::vector<std::string>& parts, std::string_view field);

} // namespace card::lds
