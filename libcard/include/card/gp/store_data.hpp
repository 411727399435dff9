// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03.hpp"

#include <functional>
#include <vector>

namespace card::gp {

/// Data grouping identifier: what a block of personalization data is for. [GP] §11.11.2.3
struct Dgi {
    std::uint16_t value = 0;
    friend constexpr auto operator<=>(Dgi, Dgi) = default;
};

/// One of several data groups; the value must outlive it.
struct DataGroup {
    Dgi dgi;
    ByteView value;
};

/// Told how many data groups the card has taken over so far.
using GroupsStored = std::function<void(std::size_t count)>;

/// Writes data groups one after the other in one sequence, whose blocks are as long as the channel's limits allow; the
/// card takes each over, as a whole, with the block that completes it. What does not fit 256 blocks goes in a further
/// sequence. Throws data_too_long for one group of more than 65,535 bytes or 256 blocks; each error names the block.
CARD_API void store_data(iso7816::Channel& card, const std::vector<DataGroup>& groups, const GroupsStored& stored = {});

/// The same with the values padded and encrypted under Key-DEK.
CARD_API void store_sensitive_data(
    Scp03Channel& card, const std::vector<DataGroup>& groups, const GroupsStored& stored = {});

/// One data group in a sequence of its own.
CARD_API void store_data(iso7816::Channel& card, Dgi dgi, ByteView value);
CARD_API void store_sensitive_data(Scp03Channel& card, Dgi dgi, ByteView value);

/// Whether the values of data groups are encrypted under Key-DEK: bits 7 and 6 of P1. [GP] Table 11-89
enum class DgiEncryption : std::uint8_t { none = 0x00, data_encryption_key = 0x60 };

/// The commands of one sequence, with at most `block` bytes of data each. Throws data_too_long.
CARD_API std::vector<iso7816::Command> store_data_commands(
    const std::vector<DataGroup>& groups, DgiEncryption encryption, std::size_t block);
CARD_API std::vector<iso7816::Command> store_data_commands(
    Dgi dgi, ByteView value, DgiEncryption encryption, std::size_t block);

} // namespace card::gp
