// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

#include <array>
#include <compare>

namespace card::gp {

/// Key version number of a key set. [GP] §11.1.9
struct Kvn {
    std::uint8_t value = 0;
    friend constexpr auto operator<=>(Kvn, Kvn) = default;
};

/// Asks for the card's first key set, whatever its version.
inline constexpr Kvn any_kvn{0x00};

/// Key diversification data: the ten bytes that name a chip to the one who diversifies its keys. [GP-D] §7.1.1.6
struct Kdd {
    std::array<std::uint8_t, 10> bytes{};
    friend constexpr auto operator<=>(const Kdd&, const Kdd&) = default;
};

/// The three static keys of a security domain. [GP-D] §6.2.1
struct KeySet {
    SecureBytes enc;
    SecureBytes mac;
    SecureBytes dek;
};

using KeyCheckValue = std::array<std::uint8_t, 3>;

/// The first three bytes of sixteen bytes 01 encrypted under the AES key. [GP-D] §4.1.4
CARD_API KeyCheckValue key_check_value(ByteView key);

} // namespace card::gp
