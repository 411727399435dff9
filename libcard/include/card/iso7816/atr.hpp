// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

namespace card::iso7816 {

/// Answer to reset, taken apart as far as this library uses it. [7816-3:2006] §8.2
struct Atr {
    Bytes whole;
    Bytes historical;                ///< at most 15 bytes
    bool t1 = false;                 ///< offers protocol T=1
    std::uint8_t first_protocol = 0; ///< T=0 if none is named. [7816-3:2006] §8.2.3
};

/// Throws malformed_data if interface bytes, historical bytes or check byte are missing or wrong.
CARD_API Atr decode_atr(ByteView atr);

} // namespace card::iso7816
