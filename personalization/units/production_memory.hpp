// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production/production.hpp"
#include "units/attempt_memory.hpp"

namespace perso::units {

/// What of a production must outlive an interruption: the day of issue, CAN, PIN and PUK, the chip's public keys,
/// certificates and every signed or composed content. Its record stands in the store, the data groups are made of both.
Items remembered(const Production& card);

/// Puts it back. Throws malformed_data and key_rejected for items of another making.
void recall(Production& card, const Items& items);

} // namespace perso::units
