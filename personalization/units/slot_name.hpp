// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/piv/slots.hpp"

#include <fmt/format.h>

#include <string>

namespace perso::units {

/// "9A": as the store and the journal call it.
inline std::string slot_name(card::piv::Slot slot)
{
    return fmt::format("{:02X}", static_cast<unsigned>(slot));
}

} // namespace perso::units
