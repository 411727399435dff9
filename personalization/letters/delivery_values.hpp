// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/profile/profile.hpp"

namespace perso {

/// Whether these ASCII digits are a PIN or PUK with which cards are delivered: the profile's, or one that is published
/// for any other make. Whoever finds a card tries these first, so no holder gets one of them, whatever card it is and
/// whichever of the two it would be. Takes as long for every value of one length.
bool is_delivery_value(card::ByteView digits, const card::profile::Profile& profile);

} // namespace perso
