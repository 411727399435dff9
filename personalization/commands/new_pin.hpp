// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

namespace perso {

/// `hsm new-pin`: two supervisors give the key store another PIN, which nobody knows: because somebody who could open
/// it left, or because a second device has the PIN of its maker's tool.
void add_new_pin(CLI::App& hsm, Context& context);

} // namespace perso
