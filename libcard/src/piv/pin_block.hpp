// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/profile/profile.hpp"

namespace card::piv {

/// Key references of PIN and PUK. [800-73-4] part 1 table 4a
namespace reference {
inline constexpr std::uint8_t pin = 0x80;
inline constexpr std::uint8_t puk = 0x81;
} // namespace reference

/// The digits, filled up with FF to eight bytes. [800-73-4] part 2 §2.4.3
/// Throws pin_format for anything but digits, and outside the lengths of the profile.
SecureBytes pin_block(ByteView digits, const profile::Pin& pin);
SecureBytes pin_block(ByteView digits, const profile::Puk& puk);

} // namespace card::piv
