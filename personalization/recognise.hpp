// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

namespace perso {

/// Finds out whether the card is a blank one of this office's stock; nothing on it is changed but the counter of its
/// sessions. Leaves the chip's name, its buffers and EF.CardAccess in `card`.
///
/// Throws card_not_blank (issuer keys, or a life cycle beyond OP_READY); card_foreign (not our applications, other key
/// versions, another maker's diversification data, or transport keys that are not ours: the card's cryptogram tells,
/// and nothing is sent after it); pace_unsupported when EF.CardAccess is not that of the profile.
void recognise_blank_card(Production& card);

} // namespace perso
