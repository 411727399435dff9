// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"
#include "profile.hpp"
#include "tlv.hpp"

/// The data objects of the PIV application. [800-73-4] part 1 §3, table 3
namespace refcard::piv {

inline constexpr tlv::Tag tag_list = 0x5C;
inline constexpr tlv::Tag tag_content = 0x53;

inline constexpr std::uint32_t chuid = 0x5FC102;
inline constexpr std::uint32_t capabilities = 0x5FC107; // card capability container
inline constexpr std::uint32_t security_object = 0x5FC106;
inline constexpr std::uint32_t discovery = 0x7E; // there as long as there is a PIN

/// The object that a tag list names. Throws Refusal{wrong_data} unless it is one tag of one to three bytes.
std::uint32_t to_tag(ByteView list);

/// The whole data object as GET DATA answers it. Throws Refusal{not_found}.
Bytes read_object(const Image& image, std::uint32_t tag);

/// The answer to SELECT, with the GUID of the CHUID and the change counter. [800-73-4] part 2 §3.1.1
Bytes application_template(const Profile::Piv& profile, const Image& image);

} // namespace refcard::piv
