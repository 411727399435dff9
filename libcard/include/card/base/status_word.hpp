// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace card {

/// SW1-SW2 as one number. [7816-4:2005] §5.1.3
struct StatusWord {
    std::uint16_t value = 0;

    constexpr std::uint8_t sw1() const { return static_cast<std::uint8_t>(value >> 8); }

    constexpr std::uint8_t sw2() const { return static_cast<std::uint8_t>(value); }

    friend constexpr auto operator<=>(StatusWord, StatusWord) = default;
};

} // namespace card
