// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

namespace perso {

/// Room on the disk of the office below which `status` raises an alarm: a day's cards and checkpoints take less.
inline constexpr std::uintmax_t least_room = 32UL * 1024 * 1024;

/// Conditions that the next card would meet, as stable identifiers in the order of `run`: the store is an older copy,
/// no listed blank or no open shift where blanks are counted, a clock that is not believed, a document signer that may
/// not sign, a content signer that does not last for the longest cards, fourteen days before one meets it, a key store
/// that nobody opened or that is not there, and little room on the disk of the office. The caller must have one thread
/// only.
std::vector<std::string> alarms(
    const Office& office, const card::profile::Profile& profile, store::Database& database, card::Time now);

} // namespace perso
