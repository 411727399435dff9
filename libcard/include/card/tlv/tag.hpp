// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace card::tlv {

/// A BER tag of one to three bytes as it is written: 0x30, 0x7F49, 0x5FC102. [X.690] §8.1.2
struct Tag {
    std::uint32_t value = 0;

    constexpr explicit Tag(std::uint32_t v) : value{v} {}

    /// Bit 6 of the first byte.
    constexpr bool constructed() const
    {
        const std::uint32_t first = value > 0xFFFF ? value >> 16 : value > 0xFF ? value >> 8 : value;
        return (first & 0x20) != 0;
    }

    friend constexpr auto operator<=>(Tag, Tag) = default;
};

/// Universal tags of ASN.1. [X.680] §8.6
namespace asn1 {
inline constexpr Tag boolean{0x01};
inline constexpr Tag integer{0x02};
inline constexpr Tag bit_string{0x03};
inline constexpr Tag octet_string{0x04};
inline constexpr Tag null{0x05};
inline constexpr Tag oid{0x06};
inline constexpr Tag utf8_string{0x0C};
inline constexpr Tag printable_string{0x13};
inline constexpr Tag sequence{0x30};
inline constexpr Tag set{0x31};
} // namespace asn1

} // namespace card::tlv
