// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/channel.hpp"
#include "card/tlv/tag.hpp"

#include <algorithm>

/// Data objects of the card commands, and the values that several of them share. [800-73-4] part 2 §3
namespace card::piv {

namespace tag {
// SELECT
inline constexpr tlv::Tag application_template{0x61};
inline constexpr tlv::Tag discretionary_template{0x73}; // ours: GUID and change counter
inline constexpr tlv::Tag algorithms{0xAC};             // what the application knows, one or several templates
// GET DATA and PUT DATA
inline constexpr tlv::Tag tag_list{0x5C};
inline constexpr tlv::Tag error_detection{0xFE}; // ends most containers
// GENERAL AUTHENTICATE
inline constexpr tlv::Tag dynamic_authentication{0x7C};
inline constexpr tlv::Tag witness{0x80};
inline constexpr tlv::Tag challenge{0x81};
inline constexpr tlv::Tag response{0x82};
inline constexpr tlv::Tag exponentiation{0x85};
// GENERATE ASYMMETRIC KEY PAIR
inline constexpr tlv::Tag control_reference{0xAC};
inline constexpr tlv::Tag mechanism{0x80};
inline constexpr tlv::Tag public_key{0x7F49};
inline constexpr tlv::Tag modulus{0x81};
inline constexpr tlv::Tag exponent{0x82};
inline constexpr tlv::Tag point{0x86};
} // namespace tag

/// Ne for an answer that holds `size` bytes and little else: short if that is enough, else all that the channel takes.
inline std::size_t ne_for(std::size_t size, const iso7816::Channel& channel)
{
    constexpr std::size_t templates = 32;
    return size + templates <= iso7816::max_short_ne ? iso7816::max_short_ne
                                                     : std::max(channel.limits().ne, iso7816::max_short_ne);
}

/// Instructions of YubiKey, which PivApplet has, too.
namespace ins {
inline constexpr iso7816::Ins get_metadata{0xF7};
inline constexpr iso7816::Ins get_serial{0xF8};
inline constexpr iso7816::Ins set_retries{0xFA};
inline constexpr iso7816::Ins get_version{0xFD};
inline constexpr iso7816::Ins import_key{0xFE};
inline constexpr iso7816::Ins set_management_key{0xFF};
} // namespace ins

/// P1-P2 of GET DATA and PUT DATA: the current application.
inline constexpr std::uint8_t current_df_p1 = 0x3F;
inline constexpr std::uint8_t current_df_p2 = 0xFF;

} // namespace card::piv
