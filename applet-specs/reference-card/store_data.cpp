// SPDX-License-Identifier: Apache-2.0
#include "store_data.hpp"

namespace refcard {

namespace {

// P1. [GP] §11.11.2.1
constexpr std::uint8_t last_block = 0x80;
constexpr std::uint8_t encryption_mask = 0x60; // both bits: the value is encrypted
constexpr std::uint8_t structure_mask = 0x18;
constexpr std::uint8_t structure_dgi = 0x08;

constexpr std::uint8_t long_length = 0xFF;

bool is_encrypted(const Command& block)
{
    return (block.p1 & encryption_mask) == encryption_mask;
}

} // namespace

void StoreData::restart()
{
    grouping_ = {};
    announced_ = 0;
    next_block_ = 0;
}

std::optional<DataGrouping> StoreData::take(const Command& block, const Largest& largest)
{
    try {
        return add(block, largest);
    } catch (const Refusal&) {
        restart();
        throw;
    }
}

void StoreData::check_parameters(const Command& block) const
{
    const auto encryption = static_cast<std::uint8_t>(block.p1 & encryption_mask);
    const auto rest = static_cast<std::uint8_t>(block.p1 & ~(last_block | encryption_mask | structure_mask));
    require(
        (block.p1 & structure_mask) == structure_dgi && (encryption == 0 || encryption == encryption_mask) && rest == 0,
        Sw::wrong_parameters);
    require(block.p2 == next_block_, Sw::wrong_data);
    require(next_block_ == 0 || is_encrypted(block) == grouping_.encrypted, Sw::wrong_data);
}

// DGI | length (one byte, or FF and two) | first bytes of the value. [CPS] §3.2
ByteView StoreData::begin(const Command& block, const Largest& largest)
{
    const ByteView data = block.data;
    require(data.size() >= 3, Sw::wrong_data);
    const bool is_long = data[2] == long_length;
    const std::size_t header = is_long ? 5 : 3;
    require(data.size() >= header, Sw::wrong_data);
    grouping_ = {.dgi = static_cast<std::uint16_t>(from_big_endian(data.first(2))), .encrypted = is_encrypted(block)};
    announced_ = static_cast<std::size_t>(is_long ? from_big_endian(data.subspan(3, 2)) : data[2]);
    require(announced_ <= largest(grouping_.dgi), Sw::not_enough_memory);
    return data.subspan(header);
}

std::optional<DataGrouping> StoreData::add(const Command& block, const Largest& largest)
{
    check_parameters(block);
    append(grouping_.value, next_block_ == 0 ? begin(block, largest) : ByteView{block.data});
    require(grouping_.value.size() <= announced_, Sw::wrong_data);
    ++next_block_;
    if ((block.p1 & last_block) == 0)
        return std::nullopt;
    require(grouping_.value.size() == announced_, Sw::wrong_data);
    DataGrouping complete = std::move(grouping_);
    restart();
    return complete;
}

} // namespace refcard
