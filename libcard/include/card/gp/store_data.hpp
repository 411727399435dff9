// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03.hpp"

namespace card::gp {

/// Data grouping identifier: what a block of personalization data is for. [GP] §11.11.2.3
struct Dgi {
    std::uint16_t value = 0;
    friend constexpr auto operator<=>(Dgi, Dgi) = default;
};

/// Writes one data group in a sequence of its own, cut as the channel's limits ask; the card takes it over with the
/// last block. Throws data_too_long above 65,534 bytes, unexpected_status with the block's number.
CARD_API void store_data(Scp03Channel& card, Dgi dgi, ByteView value);

/// The same with the value padded and encrypted under Key-DEK.
CARD_API void store_sensitive_data(Scp03Channel& card, Dgi dgi, ByteView value);

/// The same in commands, for a channel that cuts at `block` bytes of data.
CARD_API std::vector<iso7816::Command> store_data_commands(Dgi dgi, ByteView value, bool encrypted, std::size_t block);

} // namespace card::gp
