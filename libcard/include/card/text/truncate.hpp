// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <cstddef>
#include <string_view>

namespace card::text {

/// How many characters a reader sees: a consonant with its marks is one. [Unicode] annex 29
/// Throws malformed_data, as the other two, if the text is no well-formed UTF-8.
CARD_API std::size_t grapheme_count(std::string_view utf8);

/// The longest beginning of at most so many graphemes, borrowed from the text. What is cut never ends in a leading
/// vowel that lost its consonant, a space or a hyphen.
CARD_API std::string_view truncate(std::string_view utf8, std::size_t graphemes);

/// The same within so many bytes: a label of PKCS #11 has 32, about ten Lao characters.
CARD_API std::string_view truncate_to_bytes(std::string_view utf8, std::size_t bytes);

} // namespace card::text
