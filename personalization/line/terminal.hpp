// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace perso::line {

/// How many columns the terminal of the standard output has now; 80 when it does not say, or is none.
std::size_t terminal_width();

} // namespace perso::line
