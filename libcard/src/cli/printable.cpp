// SPDX-License-Identifier: Apache-2.0
#include "card/cli/printable.hpp"

#include <cstdint>

namespace card::cli {

namespace {

constexpr std::string_view replacement = "\uFFFD";

struct Decoded {
    char32_t character = 0;
    std::size_t size = 0; ///< bytes; 0: broken
};

/// The first character of `text`, which is not empty. Overlong forms and surrogates are broken. [RFC3629] §3
Decoded decode(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80)
        return {first, 1};
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size)
        return {};
    char32_t character = first & (0x7FU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80)
            return {};
        character = character << 6 | (byte(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < least[size] || surrogate || character > 0x10FFFF)
        return {};
    return {character, size};
}

bool is_safe(char32_t c)
{
    const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
    const bool direction =
        c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !control && !direction;
}

/// Lao signs that stand above or below the consonant. [Unicode 14] Lao block
bool takes_no_column(char32_t c)
{
    return c == 0x0EB1 || (c >= 0x0EB4 && c <= 0x0EBC) || (c >= 0x0EC8 && c <= 0x0ECE);
}

} // namespace

std::string printable(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const Decoded next = decode(text);
        const bool safe = next.size != 0 && is_safe(next.character);
        const std::size_t size = next.size == 0 ? 1 : next.size;
        out += safe ? text.substr(0, size) : replacement;
        text.remove_prefix(size);
    }
    return out;
}

std::size_t columns(std::string_view text)
{
    std::size_t count = 0;
    while (!text.empty()) {
        const Decoded next = decode(text);
        count += takes_no_column(next.character) ? 0 : 1;
        text.remove_prefix(next.size == 0 ? 1 : next.size);
    }
    return count;
}

std::string pad(std::string text, std::size_t width)
{
    const std::size_t used = columns(text);
    if (used < width)
        text.append(width - used, ' ');
    return text;
}

} // namespace card::cli
