// SPDX-License-Identifier: Apache-2.0
#include "card/cli/printable.hpp"

#include "card/base/utf8.hpp"

namespace card::cli {

namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr std::string_view ellipsis = "…"; ///< in one column

bool is_safe(char32_t c)
{
    const bool line_end = c == 0x2028 || c == 0x2029;
    const bool direction =
        c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !is_control(c) && !line_end && !direction;
}

/// Lao signs that stand above or below the consonant. [Unicode 14] Lao block
bool takes_no_column(char32_t c)
{
    return c == 0x0EB1 || (c >= 0x0EB4 && c <= 0x0EBC) || (c >= 0x0EC8 && c <= 0x0ECE);
}

constexpr char32_t lao_am = 0x0EB3; ///< takes a column, and belongs to the consonant before it

/// The first character with the signs that stand at it; `text` is not empty.
std::string_view with_its_signs(std::string_view text)
{
    const auto size_at = [text](std::size_t at) {
        const std::size_t size = first_character(text.substr(at)).size;
        return size == 0 ? std::size_t{1} : size;
    };
    std::size_t end = size_at(0);
    while (end < text.size()) {
        const char32_t next = first_character(text.substr(end)).code_point;
        if (next != lao_am && !takes_no_column(next))
            break;
        end += size_at(end);
    }
    return text.substr(0, end);
}

} // namespace

std::string printable(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        const Utf8Character next = first_character(text);
        const bool safe = next.size != 0 && is_safe(next.code_point);
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
        const Utf8Character next = first_character(text);
        count += takes_no_column(next.code_point) ? 0 : 1;
        text.remove_prefix(next.size == 0 ? 1 : next.size);
    }
    return count;
}

std::string clip_end(std::string_view text, std::size_t width)
{
    if (columns(text) <= width)
        return std::string{text};
    std::size_t used = columns(ellipsis);
    std::string kept;
    for (;;) { // ends within the text, which does not fit
        const std::string_view next = with_its_signs(text);
        used += columns(next);
        if (used > width)
            return kept.append(ellipsis);
        kept += next;
        text.remove_prefix(next.size());
    }
}

std::string clip_start(std::string_view text, std::size_t width)
{
    if (columns(text) <= width)
        return std::string{text};
    while (!text.empty() && columns(ellipsis) + columns(text) > width)
        text.remove_prefix(with_its_signs(text).size());
    return std::string{ellipsis}.append(text);
}

std::string pad(std::string text, std::size_t width)
{
    const std::size_t used = columns(text);
    if (used < width)
        text.append(width - used, ' ');
    return text;
}

} // namespace card::cli
