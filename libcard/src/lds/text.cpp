// SPDX-License-Identifier: Apache-2.0
#include "text.hpp"

#include "card/base/error.hpp"
#include "card/base/utf8.hpp"

namespace card::lds {

namespace {

constexpr std::size_t max_text = 1024;
constexpr std::size_t max_parts = 16;
constexpr char separator = '<';

bool is_utf8_without_controls(std::string_view text)
{
    while (!text.empty()) {
        const Utf8Character next = first_character(text);
        if (next.size == 0 || is_control(next.code_point))
            return false;
        text.remove_prefix(next.size);
    }
    return true;
}

void check_text(ByteView bytes, std::string_view field)
{
    if (bytes.size() > max_text)
        throw Error{Errc::malformed_data, "text is too long"}.with_field(std::string{field});
    if (!is_utf8_without_controls(as_text(bytes)))
        throw Error{Errc::malformed_data, "text is not clean UTF-8"}.with_field(std::string{field});
}

} // namespace

std::string read_text(ByteView bytes, std::string_view field)
{
    check_text(bytes, field);
    return std::string{as_text(bytes)};
}

ByteView checked_text(const std::string& text, std::string_view field)
{
    check_text(as_bytes(text), field);
    return as_bytes(text);
}

std::vector<std::string> split_parts(const std::string& text)
{
    std::vector<std::string> parts;
    if (text.empty())
        return parts;
    std::size_t begin = 0;
    while (parts.size() + 1 < max_parts) {
        const std::size_t end = text.find(separator, begin);
        if (end == std::string::npos)
            break;
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::string join_parts(const std::vector<std::string>& parts, std::string_view field)
{
    std::string out;
    for (const std::string& part : parts) {
        if (part.find(separator) != std::string::npos)
            throw Error{Errc::malformed_data, "a part holds the separator"}.with_field(std::string{field});
        if (&part != &parts.front())
            out += separator;
        out += part;
    }
    return out;
}

} // namespace card::lds
