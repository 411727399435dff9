// SPDX-License-Identifier: Apache-2.0
#include "bytes.hpp"

#include <algorithm>
#include <stdexcept>

namespace refcard {

Bytes join(std::initializer_list<ByteView> parts)
{
    std::size_t size = 0;
    for (const ByteView part : parts)
        size += part.size();
    Bytes all;
    all.reserve(size);
    for (const ByteView part : parts)
        append(all, part);
    return all;
}

Bytes copy(ByteView bytes)
{
    return {bytes.begin(), bytes.end()};
}

void append(Bytes& to, ByteView bytes)
{
    to.insert(to.end(), bytes.begin(), bytes.end());
}

Bytes text_bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

Bytes big_endian(std::uint64_t number, std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = size; i-- > 0; number >>= 8)
        bytes[i] = static_cast<std::uint8_t>(number);
    return bytes;
}

std::uint64_t from_big_endian(ByteView bytes)
{
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes)
        number = number << 8 | byte;
    return number;
}

std::string to_hex(ByteView bytes)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string hex;
    for (const std::uint8_t byte : bytes) {
        hex += digits[byte >> 4];
        hex += digits[byte & 0x0F];
    }
    return hex;
}

namespace {

unsigned digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return static_cast<unsigned>(digit - '0');
    if (digit >= 'A' && digit <= 'F')
        return static_cast<unsigned>(digit - 'A') + 10;
    if (digit >= 'a' && digit <= 'f')
        return static_cast<unsigned>(digit - 'a') + 10;
    throw std::invalid_argument{"not a hexadecimal digit"};
}

} // namespace

Bytes from_hex(std::string_view hex)
{
    if (hex.size() % 2 != 0)
        throw std::invalid_argument{"odd number of hexadecimal digits"};
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<std::uint8_t>(digit_value(hex[i]) << 4 | digit_value(hex[i + 1])));
    return bytes;
}

bool ct_equal(ByteView a, ByteView b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool same(ByteView a, ByteView b)
{
    return std::ranges::equal(a, b);
}

} // namespace refcard
