// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/record.hpp"
#include "units/unit.hpp"

/// What the drivers of off-the-shelf applets share: only the way in differs, which Production::administration() knows.
namespace perso::drivers {

/// Throws unsupported for a child's card: these applets have PIN and PUK always.
void require_pin(const intake::Record& record);

/// The keys of the profile, each proven, then certificates, CHUID, CCC and security object. The new PIN is on the card
/// already: nothing but the PIN stands in for the holder there.
units::Units pki_content(const intake::Record& record, const card::profile::Profile& profile);

} // namespace perso::drivers
