// SPDX-License-Identifier: Apache-2.0
#include "intake/utf8.hpp"

#include <cstdint>

namespace perso::intake {

namespace {

/// How many bytes a sequence with this first byte has; 0 for a byte that begins none. [RFC3629] §4
std::size_t sequence_length(std::uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

bool allowed(char32_t point, std::size_t length)
{
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point >= least[length] && point <= 0x10FFFF && !surrogate;
}

} // namespace

std::optional<std::u32string> decode_utf8(std::string_view text)
{
    std::u32string points;
    while (!text.empty()) {
        const auto first = static_cast<std::uint8_t>(text[0]);
        const std::size_t length = sequence_length(first);
        if (length == 0 || text.size() < length)
            return std::nullopt;
        char32_t point = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t i = 1; i < length; ++i) {
            const auto next = static_cast<std::uint8_t>(text[i]);
            if ((next & 0xC0) != 0x80)
                return std::nullopt;
            point = point << 6 | (next & 0x3Fu);
        }
        if (!allowed(point, length))
            return std::nullopt;
        points.push_back(point);
        text.remove_prefix(length);
    }
    return points;
}

} // namespace perso::intake
