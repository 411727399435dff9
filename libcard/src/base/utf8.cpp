// SPDX-License-Identifier: Apache-2.0
#include "card/base/utf8.hpp"

#include <cstdint>

namespace card {

Utf8Character first_character(std::string_view text) noexcept
{
    const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size)
        return {};
    char32_t code_point = first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        code_point = code_point << 6 | (byte(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < least[size] || surrogate || code_point > 0x10FFFF)
        return {};
    return {code_point, size};
}

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        const Utf8Character character = first_character(text);
        if (character.size == 0)
            return false;
        text.remove_prefix(character.size);
    }
    return true;
}

} // namespace card
