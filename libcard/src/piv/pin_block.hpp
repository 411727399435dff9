// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/piv/application.hpp"
#include "card/profile/profile.hpp"

namespace card::piv {

/// The digits, filled up with FF to eight bytes. [800-73-4] part 2 §2.4.3
/// Throws pin_format for anything but digits, and outside the lengths of the profile.
SecureBytes pin_block(ByteView digits, const profile::Pin& pin);
SecureBytes pin_block(ByteView digits, const profile::Puk& puk);

} // namespace card::piv
