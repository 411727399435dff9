// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"

#include "card/base/error.hpp"

namespace card {

namespace {

std::uint8_t nibble(char digit)
{
    if (digit >= '0' && digit <= '9')
        return static_cast<std::uint8_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f')
        return static_cast<std::uint8_t>(digit - 'a' + 10);
    if (digit >= 'A' && digit <= 'F')
        return static_cast<std::uint8_t>(digit - 'A' + 10);
    throw Error{Errc::malformed_data, "not a hexadecimal digit"};
}

} // namespace

std::string to_hex(ByteView bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 0x0F];
    }
    return out;
}

Bytes from_hex(std::string_view text)
{
    Bytes out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            ++i;
            continue;
        }
        if (i + 1 == text.size())
            throw Error{Errc::malformed_data, "odd number of hexadecimal digits"};
        out.push_back(static_cast<std::uint8_t>(nibble(text[i]) << 4 | nibble(text[i + 1])));
        i += 2;
    }
    return out;
}

} // namespace card
