// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/tlv/tag.hpp"

#include <cstdint>

namespace card::piv {

/// Key references that this version uses. [800-73-4] part 1 table 4b
enum class Slot : std::uint8_t {
    authentication = 0x9A,      ///< needs the PIN
    card_authentication = 0x9E, ///< needs no PIN
};

/// Data objects. [800-73-4] part 1 table 3
namespace object {
inline constexpr tlv::Tag discovery{0x7E};
inline constexpr tlv::Tag chuid{0x5FC102};
inline constexpr tlv::Tag ccc{0x5FC107};
inline constexpr tlv::Tag certificate_9a{0x5FC105};
inline constexpr tlv::Tag certificate_9e{0x5FC101};
} // namespace object

/// The data object that holds the certificate of a slot.
constexpr tlv::Tag certificate_object(Slot slot)
{
    return slot == Slot::authentication ? object::certificate_9a : object::certificate_9e;
}

} // namespace card::piv
