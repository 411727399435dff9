// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/iso7816/channel.hpp"

namespace p11 {

/// How long the commands and answers of a card may be, as its answer to reset tells: extended lengths if the card
/// capabilities among its historical bytes announce them and T=1 is its first protocol, else those of short APDUs.
/// EF.ATR/INFO would tell the sizes, but costs two commands and the selected application; in their place stand those of
/// the profile, and the limits of short APDUs once the card refuses a length. [7816-4:2005] §8.1.1, table 88
card::iso7816::Limits limits_of_card(card::ByteView atr);

} // namespace p11
