// SPDX-License-Identifier: Apache-2.0
#include "store_data.hpp"

namespace refcard {

namespace {

// P1. [GP] §11.11.2.1
constexpr std::uint8_t last_block = 0x80;
constexpr std::uint8_t encryption_mask = 0x60; // both bits: the values are encrypted
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
    pending_.clear();
    next_block_ = 0;
}

std::vector<DataGrouping> StoreData::take(const Command& block, const Largest& largest)
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
    require(next_block_ == 0 || is_encrypted(block) == encrypted_, Sw::wrong_data);
    require(!block.data.empty(), Sw::wrong_data);
}

// DGI | length (one byte, or FF and two) | value. [CPS] §3.2
std::optional<DataGrouping> StoreData::next(const Largest& largest)
{
    const ByteView data = pending_;
    if (data.size() < 3)
        return std::nullopt;
    const bool is_long = data[2] == long_length;
    const std::size_t header = is_long ? 5 : 3;
    if (data.size() < header)
        return std::nullopt;
    DataGrouping grouping{.dgi = static_cast<std::uint16_t>(from_big_endian(data.first(2))), .encrypted = encrypted_};
    const auto announced = static_cast<std::size_t>(is_long ? from_big_endian(data.subspan(3, 2)) : data[2]);
    require(announced <= largest(grouping.dgi), Sw::not_enough_memory);
    if (data.size() - header < announced)
        return std::nullopt;
    grouping.value = copy(data.subspan(header, announced));
    pending_ = copy(data.subspan(header + announced));
    return grouping;
}

std::vector<DataGrouping> StoreData::add(const Command& block, const Largest& largest)
{
    check_parameters(block);
    encrypted_ = is_encrypted(block);
    append(pending_, block.data);
    std::vector<DataGrouping> complete;
    while (auto grouping = next(largest))
        complete.push_back(std::move(*grouping));
    ++next_block_;
    if ((block.p1 & last_block) != 0) {
        require(pending_.empty(), Sw::wrong_data);
        restart();
    }
    return complete;
}

} // namespace refcard
