// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drivers/driver.hpp"

namespace perso::drivers {

/// OpenFIPS201 1.10: its channel is SCP03 with C-MAC and C-ENC, opened while the applet is selected.
const Driver& openfips201();

} // namespace perso::drivers
