// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

namespace perso {

/// After the first of two people: that another one must confirm. Nothing with --json.
void say_requested(const Context& context);

} // namespace perso
