// SPDX-License-Identifier: Apache-2.0
#include "text.hpp"

#include "card/base/error.hpp"

namespace card::lds {

namespace {

constexpr std::size_t max_text = 1024;
constexpr std::size_t max_parts = 16;
constexpr char separator = '<';

/// Bytes of the character that begins with `lead`; 0 for a byte that begins none. [Unicode] §3.9, table 3-7
std::size_t character_size(std::uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/// The second byte decides about overlong forms, surrogates and what lies beyond U+10FFFF.
bool second_byte_fits(std::uint8_t lead, std::uint8_t second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0;
    case 0xED:
        return second <= 0x9F;
    case 0xF0:
        return second >= 0x90;
    case 0xF4:
        return second <= 0x8F;
    default:
        return true;
    }
}

bool is_utf8_without_controls(ByteView bytes)
{
    while (!bytes.empty()) {
        const std::size_t size = character_size(bytes[0]);
        if (size == 0 || size > bytes.size() || (size > 1 && !second_byte_fits(bytes[0], bytes[1])))
            return false;
        for (const std::uint8_t byte : bytes.subspan(1, size - 1))
            if ((byte & 0xC0) != 0x80)
                return false;
        const bool control = bytes[0] < 0x20 || bytes[0] == 0x7F || (bytes[0] == 0xC2 && bytes[1] < 0xA0);
        if (control)
            return false;
        bytes = bytes.subspan(size);
    }
    return true;
}

void check_text(ByteView bytes, std::string_view field)
{
    if (bytes.size() > max_text)
        throw Error{Errc::malformed_data, "text is too long"}.with_field(std::string{field});
    if (!is_utf8_without_controls(bytes))
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
