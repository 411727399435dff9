// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/data_objects.hpp"
#include "card/profile/profile.hpp"

#include <optional>

/// PIN and PUK of a card in a contact reader, as its holder manages them at a counter.
///
/// Each function is one visit: it selects the PKI application, asks how many tries are left, acts and lets the card
/// forget the PIN. The caller holds a transaction around it, and none while a person thinks or types.
namespace card::session {

/// How it stands with a PIN or a PUK.
struct Tries {
    enum class State {
        ready,
        blocked,
        absent,   ///< the card has none
        not_told, ///< the card keeps the number to itself
    };
    State state = State::not_told;
    std::optional<unsigned> left = {}; ///< if ready; nothing where another program has just verified the PIN

    friend bool operator==(const Tries&, const Tries&) = default;
};

struct HolderPin {
    Tries pin;
    Tries puk;
    std::optional<piv::Guid> guid; ///< of the card; for telling two cards apart, not for showing

    friend bool operator==(const HolderPin&, const HolderPin&) = default;
};

/// What a visit may do.
struct PinTerms {
    const profile::Profile* profile = &profile::builtin();
    bool last_try = false;              ///< the last try may be spent
    std::optional<piv::Guid> card = {}; ///< the card that was asked before; another one is refused
};

/// Spends nothing. Throws pin_absent if the card has no PKI application.
CARD_API HolderPin pin_state(iso7816::Channel& channel, const profile::Profile& profile);

/// A new PIN by the old one. Returns how it stands afterwards.
/// Throws pin_absent, pin_format, pin_blocked, pin_last_try (nothing was
/// sent), pin_wrong with the tries left, card_swapped.
CARD_API HolderPin change_pin(iso7816::Channel& channel, ByteView old_pin, ByteView new_pin, const PinTerms& terms);

/// A new PIN by the PUK, whether the PIN is blocked or only forgotten. Throws pin_absent, pin_format, puk_blocked,
/// puk_last_try (nothing was sent), puk_wrong with the tries left, card_swapped.
CARD_API HolderPin unblock_pin(iso7816::Channel& channel, ByteView puk, ByteView new_pin, const PinTerms& terms);

/// Throws pin_absent, pin_blocked, pin_last_try as the functions above do before they send a PIN.
CARD_API void require_pin(const Tries& pin, bool last_try);
/// The same for the PUK. A PUK whose tries nobody tells may be tried.
CARD_API void require_puk(const Tries& puk, bool last_try);

} // namespace card::session
