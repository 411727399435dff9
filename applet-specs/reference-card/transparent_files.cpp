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
    require_no_data(command);
    require(command.ne > 0, Sw::wrong_length);
    std::size_t offset = command.p1p2();
    if ((command.p1 & by_short_id_bit) != 0) {
        const std::uint16_t id = by_short_id(command.p1 & static_cast<std::uint8_t>(~by_short_id_bit));
        lookup(id); // a file that is denied or absent does not become current
        current_ = id;
        offset = command.p2;
    }
    require(current_.has_value(), Sw::no_current_ef);
    const Bytes content = lookup(*current_);
    require(offset < content.size(), Sw::wrong_offset);
    const std::size_t count = std::min(command.ne, content.size() - offset);
    return {
        .data = copy(ByteView{content}.subspan(offset, count)), .sw = count < command.ne ? Sw::end_of_file : Sw::ok};
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
