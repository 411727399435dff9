// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image.hpp"
#include "profile.hpp"
#include "tlv.hpp"

#include <array>

/// The data objects of the PIV application. [800-73-4] part 1 §3, table 3
namespace refcard::piv {

inline constexpr tlv::Tag tag_list = 0x5C;
inline constexpr tlv::Tag tag_content = 0x53;

inline constexpr std::uint32_t chuid = 0x5FC102;
inline constexpr std::uint32_t capabilities = 0x5FC107; // card capability container
inline constexpr std::uint32_t security_object = 0x5FC106;
inline constexpr std::uint32_t discovery = 0x7E; // there as long as there is a PIN
inline constexpr std::uint32_t key_history = 0x5FC10C;
inline constexpr std::uint32_t biometric_group = 0x7F61; // BIT group template: its own tag instead of 53

/// The containers that cards of other makes have besides. [800-73-4] part 1 table 3
struct Container {
    std::uint32_t tag;
    bool wants_pin; ///< to be read
};

inline constexpr std::array<Container, 7> other_containers{{
    {0x5FC103, true},                            // fingerprints
    {0x5FC108, true},                            // facial image
    {0x5FC109, true},                            // printed information
    {0x5FC121, true},                            // iris images
    {biometric_group, false}, {0x5FC122, false}, // certificate of the secure messaging signer
    {0x5FC123, true},                            // pairing code reference data
}};

/// Nothing for a container that is none of them.
const Container* other_container(std::uint32_t tag);

/// The object that a tag list names. Throws Refusal{wrong_data} unless it is one tag of one to three bytes.
std::uint32_t to_tag(ByteView list);

/// What PUT DATA writes.
struct NewObject {
    std::uint32_t tag;
    ByteView content; ///< empty: the object goes
};

/// 5C tag, 53 content; or 7F61 content. Throws Refusal{wrong_data}. [800-73-4] part 2 §3.3.1
NewObject to_object(ByteView data);

/// The whole data object as GET DATA answers it. Throws Refusal{not_found}.
Bytes read_object(const Image& image, std::uint32_t tag);

/// The answer to SELECT, with the GUID of the CHUID and the change counter. [800-73-4] part 2 §3.1.1
Bytes application_template(const Profile::Piv& profile, const Image& image);

} // namespace refcard::piv
