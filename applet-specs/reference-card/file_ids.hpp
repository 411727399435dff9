// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// File identifiers and short file identifiers. [9303-10] §3.6, §4.6; [7816-4:2005] §8.2
namespace refcard::file {

inline constexpr std::uint16_t master = 0x3F00;
inline constexpr std::uint16_t dir = 0x2F00;
inline constexpr std::uint16_t atr_info = 0x2F01;
inline constexpr std::uint16_t card_access = 0x011C;
inline constexpr std::uint16_t card_security = 0x011D;

inline constexpr std::uint16_t com = 0x011E;
inline constexpr std::uint16_t sod = 0x011D;

/// Data group 1 ... 16.
constexpr std::uint16_t dg(unsigned number)
{
    return static_cast<std::uint16_t>(0x0100 + number);
}

/// The low five bits of the identifier, but for EF.DIR, whose short identifier 7816-4 fixes.
constexpr std::uint8_t short_id(std::uint16_t id)
{
    return id == dir ? 0x1E : static_cast<std::uint8_t>(id & 0x1F);
}

} // namespace refcard::file
