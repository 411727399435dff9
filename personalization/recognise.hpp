// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

namespace perso {

/// Which chip is in the reader and whose keys it has: INITIALIZE UPDATE tells both, and nothing else is asked. Leaves
/// its name in `card`, and which keys are live. Changes nothing but the counter of the card's sessions.
///
/// Throws card_foreign: not our applications, other key versions, another maker's diversification data.
void identify_chip(Production& card);

/// Finds out whether the identified chip is a blank card of this office's stock, on which nobody has tried PIN or PUK.
/// Leaves its buffers and EF.CardAccess in `card`.
///
/// Throws card_not_blank (issuer keys, or a life cycle beyond OP_READY); card_foreign (not our applications, or
/// transport keys that are not ours: the card's cryptogram tells, and nothing is sent after it); tries_low;
/// pace_unsupported when EF.CardAccess is not that of the profile.
void recognise_blank_card(Production& card);

/// The same for a card whose making was begun and cut off: its keys are those that INITIALIZE UPDATE named, and its
/// cryptogram proves them before anything is written. Throws card_foreign, pace_unsupported.
void recognise_begun_card(Production& card);

} // namespace perso
