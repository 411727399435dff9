// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"

namespace perso {

/// The clock of this computer. Throws clock_before_build when it cannot be right.
card::Time now();

} // namespace perso
