// SPDX-License-Identifier: Apache-2.0
#include "transparent_files.hpp"

#include "file_ids.hpp"
#include "tlv.hpp"

#include <algorithm>

namespace refcard {

namespace {

constexpr tlv::Tag tag_fci = 0x6F;
constexpr tlv::Tag tag_size = 0x80;
constexpr tlv::Tag tag_file_id = 0x83;
constexpr tlv::Tag tag_df_name = 0x84;

constexpr tlv::Tag tag_offset = 0x54; // of the odd READ BINARY. [7816-4:2005] §7.2.3
constexpr tlv::Tag tag_content = 0x53;
constexpr std::size_t longest_offset = 4;

constexpr std::uint8_t by_short_id_bit = 0x80;
constexpr std::uint8_t no_data_wanted = 0x0C;

} // namespace

Answer TransparentFiles::select(const Command& command, const Lookup& lookup)
{
    require(command.data.size() == 2, Sw::wrong_length);
    const auto id = static_cast<std::uint16_t>(from_big_endian(command.data));
    const Bytes content = lookup(id);
    current_ = id;
    return {.data = command.p2 == no_data_wanted ? Bytes{} : file_control_information(id, content.size())};
}

Answer TransparentFiles::read(const Command& command, const Lookup& lookup)
{
    require_interindustry(command);
    require(command.ne > 0, Sw::wrong_length);
    return command.ins == Ins::read_binary ? read_even(command, lookup) : read_odd(command, lookup);
}

// P1-P2: an offset of 15 bits, or a short identifier and an offset of eight
Answer TransparentFiles::read_even(const Command& command, const Lookup& lookup)
{
    require_no_data(command);
    std::size_t offset = command.p1p2();
    if ((command.p1 & by_short_id_bit) != 0) {
        make_current(command.p1 & static_cast<std::uint8_t>(~by_short_id_bit), lookup);
        offset = command.p2;
    }
    const Bytes rest = rest_of_current(offset, lookup);
    const std::size_t count = std::min(command.ne, rest.size());
    return {.data = copy(ByteView{rest}.first(count)), .sw = count < command.ne ? Sw::end_of_file : Sw::ok};
}

// P1-P2: nothing, or a short identifier
Answer TransparentFiles::read_odd(const Command& command, const Lookup& lookup)
{
    constexpr std::uint16_t last_short_id = 30;
    require(command.p1p2() <= last_short_id, Sw::wrong_parameters);
    const ByteView offset = tlv::only(command.data, tag_offset);
    require(!offset.empty() && offset.size() <= longest_offset, Sw::wrong_data);
    if (command.p2 != 0)
        make_current(command.p2, lookup);
    const Bytes rest = rest_of_current(static_cast<std::size_t>(from_big_endian(offset)), lookup);

    // As much as fits Ne with its tag and length.
    Bytes object = tlv::make(tag_content, rest);
    if (object.size() <= command.ne)
        return {.data = object, .sw = object.size() < command.ne ? Sw::end_of_file : Sw::ok};
    std::size_t count = std::min(rest.size(), command.ne);
    do {
        require(count > 0, Sw::wrong_length);
        object = tlv::make(tag_content, ByteView{rest}.first(--count));
    } while (object.size() > command.ne);
    return {.data = object};
}

// A file that is denied or absent does not become current.
void TransparentFiles::make_current(std::uint8_t short_id, const Lookup& lookup)
{
    const std::uint16_t id = by_short_id(short_id);
    lookup(id);
    current_ = id;
}

Bytes TransparentFiles::rest_of_current(std::size_t offset, const Lookup& lookup) const
{
    require(current_.has_value(), Sw::no_current_ef);
    const Bytes content = lookup(*current_);
    require(offset < content.size(), Sw::wrong_offset);
    return copy(ByteView{content}.subspan(offset));
}

std::uint16_t TransparentFiles::by_short_id(std::uint8_t short_id) const
{
    require(short_id >= 1 && short_id <= 30, Sw::wrong_parameters);
    const auto found = std::ranges::find(file_ids_, short_id, file::short_id);
    require(found != file_ids_.end(), Sw::not_found);
    return *found;
}

Bytes file_control_information(std::uint16_t file_id, std::optional<std::size_t> size)
{
    Bytes elements;
    if (size)
        append(elements, tlv::make(tag_size, big_endian(*size, 2)));
    append(elements, tlv::make(tag_file_id, big_endian(file_id, 2)));
    return tlv::make(tag_fci, elements);
}

Bytes application_control_information(ByteView aid)
{
    return tlv::make(tag_fci, tlv::make(tag_df_name, aid));
}

} // namespace refcard
