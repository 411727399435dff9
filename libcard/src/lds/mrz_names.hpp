// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace card::lds {

/// The name line of a TD1 card, 30 characters; name parts are separated by spaces on input. The primary identifier is
/// not empty and both hold A to Z and spaces.
///
/// Names that do not fit are truncated as [9303-5] §4.2.2 asks: three positions stay for `<<` and the first letter of
/// the given names, and the last position is a letter, which says that something may be missing. Of the ways that
/// §4.2.3 leaves open this is that of its examples a: parts become initials, the last of them first, and what room is
/// left then goes to the first part that was shortened.
std::string name_line(std::string_view primary, std::string_view secondary);

} // namespace card::lds
