// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03.hpp"

#include <vector>

namespace card::gp {

/// Data grouping identifier: what a block of personalization data is for. [GP] §11.11.2.3
struct Dgi {
    std::uint16_t value = 0;
    friend constexpr auto operator<=>(Dgi, Dgi) = default;
};

/// Writes one data group in a sequence of its own, cut as the channel's limits ask; the card takes it over with the
/// last block. Throws data_too_long above 65,535 bytes or 256 blocks; each error names the block.
CARD_API void store_data(iso7816::Channel& card, Dgi dgi, ByteView value);

/// The same with the value padded and encrypted under Key-DEK.
CARD_API void store_sensitive_data(Scp03Channel& card, Dgi dgi, ByteView value);

/// Whether the value of a data group is encrypted under Key-DEK: bits 7 and 6 of P1. [GP] Table 11-89
enum class DgiEncryption : std::uint8_t { none = 0x00, data_encryption_key = 0x60 };

/// The commands of one sequence, with at most `block` bytes of data each. Throws data_too_long.
CARD_API std::vector<iso7816::Command> store_data_commands(
    Dgi dgi, ByteView value, DgiEncryption encryption, std::size_t block);

} // namespace card::gp
