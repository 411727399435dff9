// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drivers/driver.hpp"

namespace perso::drivers {

/// YubiKey from version 5.4.2 on, and PivApplet with AES: the management key 9B opens the administration.
const Driver& yubikey();

} // namespace perso::drivers
