// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <cstddef>
#include <string_view>

namespace card {

/// One character of a text and how many bytes spell it; 0: the bytes are broken.
struct Utf8Character {
    char32_t code_point = 0;
    std::size_t size = 0;
};

/// The first character of `text`, which is not empty. Overlong forms, surrogates and what lies beyond U+10FFFF are
/// broken. [RFC3629] §3
CARD_API Utf8Character first_character(std::string_view text) noexcept;

/// Whether every character of the text is whole.
CARD_API bool is_utf8(std::string_view text);

/// A character that moves or ends instead of showing: C0, DEL and C1.
constexpr bool is_control(char32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

} // namespace card
