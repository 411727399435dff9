// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/tlv/tag.hpp"

#include <cstdint>
#include <span>

/// The data objects of the PKI application. [800-73-4] part 1 table 3
namespace card::piv {

namespace object {
inline constexpr tlv::Tag discovery{0x7E};
inline constexpr tlv::Tag biometric_group{0x7F61}; ///< biometric information templates
inline constexpr tlv::Tag certificate_9e{0x5FC101};
inline constexpr tlv::Tag chuid{0x5FC102};
inline constexpr tlv::Tag fingerprints{0x5FC103};
inline constexpr tlv::Tag certificate_9a{0x5FC105};
inline constexpr tlv::Tag security_object{0x5FC106};
inline constexpr tlv::Tag ccc{0x5FC107};
inline constexpr tlv::Tag facial_image{0x5FC108};
inline constexpr tlv::Tag printed_information{0x5FC109};
inline constexpr tlv::Tag certificate_9c{0x5FC10A};
inline constexpr tlv::Tag certificate_9d{0x5FC10B};
inline constexpr tlv::Tag key_history{0x5FC10C};
inline constexpr tlv::Tag first_retired_certificate{0x5FC10D}; ///< of twenty, up to 5FC120
inline constexpr tlv::Tag iris_images{0x5FC121};
inline constexpr tlv::Tag messaging_certificate{0x5FC122}; ///< signer of the secure-messaging certificate
inline constexpr tlv::Tag pairing_code{0x5FC123};
} // namespace object

/// What holds an object in GET DATA and PUT DATA: its own tag, or 53. [800-73-4] part 2 §3.1.2, §3.3.1
constexpr tlv::Tag template_of(tlv::Tag tag)
{
    return tag == object::discovery || tag == object::biometric_group ? tag : tlv::Tag{0x53};
}

/// One data object: where it lies, and what others call it.
struct Container {
    /// What GET DATA asks for on the contact interface. [800-73-4] part 1 table 2
    enum class Access { always, pin };

    tlv::Tag tag;
    std::uint16_t id; ///< of the container, by which a security object names it
    const char* name; ///< as OpenSC labels it
    const char* oid;  ///< dotted
    Access access = Access::always;
};

/// All thirty-six, in the order of the table: mandatory ones first, then optional ones, each once.
CARD_API std::span<const Container> containers();

/// Nothing if the tag is none of these.
CARD_API const Container* find_container(tlv::Tag tag);

} // namespace card::piv
