// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/tlv/tag.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace card::lds {

/// Files of the identity application and of the master file: identifier, short identifier, tag of the template
/// (none for files of several objects), name. [9303-10] §3.11.3, §4.4
struct File {
    std::uint16_t id;
    std::uint8_t short_id;
    tlv::Tag tag;
    std::string_view name;
    unsigned group; ///< number of the data group, 0 for other files

    friend constexpr bool operator==(const File& a, const File& b) { return a.id == b.id && a.tag == b.tag; }
};

namespace file {
inline constexpr File card_access{0x011C, 0x1C, tlv::asn1::set, "EF.CardAccess", 0};
inline constexpr File card_security{0x011D, 0x1D, tlv::asn1::sequence, "EF.CardSecurity", 0}; ///< of the master file
inline constexpr File com{0x011E, 0x1E, tlv::Tag{0x60}, "EF.COM", 0};
inline constexpr File sod{0x011D, 0x1D, tlv::Tag{0x77}, "EF.SOD", 0};
inline constexpr File dg1{0x0101, 0x01, tlv::Tag{0x61}, "DG1", 1};
inline constexpr File dg2{0x0102, 0x02, tlv::Tag{0x75}, "DG2", 2};
inline constexpr File dg3{0x0103, 0x03, tlv::Tag{0x63}, "DG3", 3};
inline constexpr File dg4{0x0104, 0x04, tlv::Tag{0x76}, "DG4", 4};
inline constexpr File dg5{0x0105, 0x05, tlv::Tag{0x65}, "DG5", 5};
inline constexpr File dg6{0x0106, 0x06, tlv::Tag{0x66}, "DG6", 6};
inline constexpr File dg7{0x0107, 0x07, tlv::Tag{0x67}, "DG7", 7};
inline constexpr File dg8{0x0108, 0x08, tlv::Tag{0x68}, "DG8", 8};
inline constexpr File dg9{0x0109, 0x09, tlv::Tag{0x69}, "DG9", 9};
inline constexpr File dg10{0x010A, 0x0A, tlv::Tag{0x6A}, "DG10", 10};
inline constexpr File dg11{0x010B, 0x0B, tlv::Tag{0x6B}, "DG11", 11};
inline constexpr File dg12{0x010C, 0x0C, tlv::Tag{0x6C}, "DG12", 12};
inline constexpr File dg13{0x010D, 0x0D, tlv::Tag{0x6D}, "DG13", 13};
inline constexpr File dg14{0x010E, 0x0E, tlv::Tag{0x6E}, "DG14", 14};
inline constexpr File dg15{0x010F, 0x0F, tlv::Tag{0x6F}, "DG15", 15};
inline constexpr File dg16{0x0110, 0x10, tlv::Tag{0x70}, "DG16", 16};
} // namespace file

/// DG1 to DG16, in order.
inline constexpr std::array<File, 16> data_groups{file::dg1, file::dg2, file::dg3, file::dg4, file::dg5, file::dg6,
    file::dg7, file::dg8, file::dg9, file::dg10, file::dg11, file::dg12, file::dg13, file::dg14, file::dg15,
    file::dg16};

/// The data group of this number, 1 to 16.
constexpr const File& data_group(unsigned number)
{
    return data_groups.at(number - 1);
}

} // namespace card::lds
