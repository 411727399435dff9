// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/card_manager.hpp"
#include "card/iso7816/pin.hpp"
#include "production/production.hpp"

namespace perso {

/// What a card told before anything was proven.
struct Recognised {
    Application application{}; ///< in which INITIALIZE UPDATE was sent: the first session belongs there
    bool has_pki = false;
    std::optional<card::gp::LifeCycle> life_cycle;              ///< nothing where SELECT does not tell it
    std::optional<card::iso7816::PinResult> pin = {}, puk = {}; ///< nothing where the card has none
};

/// Which chip is in the reader and whose keys it has: INITIALIZE UPDATE tells both, after everything that is asked in
/// the clear. Leaves its name, its buffers and EF.CardAccess in `card`, and which keys are live. Changes nothing but
/// the counter of the card's sessions.
///
/// Throws card_foreign: not our applications, other key versions, another maker's diversification data;
/// pace_unsupported when EF.CardAccess is not that of the profile.
Recognised identify_chip(Production& card);

/// Finds out whether the identified chip is a blank card of this office's stock, on which nobody has tried PIN or PUK.
/// Leaves the first session open. Nothing may have been sent since it was identified.
///
/// Throws card_not_blank (issuer keys, or a life cycle beyond OP_READY); card_foreign (no PKI application, or transport
/// keys that are not ours: the card's cryptogram tells, and nothing is sent after it); tries_low.
void recognise_blank_card(Production& card, const Recognised& found);

/// The same for a card whose making was begun and cut off: its keys are those that INITIALIZE UPDATE named, and its
/// cryptogram proves them before anything is written. Throws card_foreign.
void recognise_begun_card(Production& card, const Recognised& found);

/// Of what the drivers of all makes need: INITIALIZE UPDATE names the chip and its keys; which keys are live is decided
/// by nothing else. Throws card_foreign: other key versions, another maker's diversification data.
void take_chip(Production& card, const card::gp::CardIdentification& chip);

/// Opens the session that INITIALIZE UPDATE began. Throws card_foreign when the card's cryptogram is wrong: nothing is
/// sent after it.
void prove_keys(Production& card, Application application);

} // namespace perso
