// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "token_card.hpp"

#include "card/iso7816/pin.hpp"

#include <concepts>
#include <optional>

/// What is never sent to a card of PIN and PUK, and the way over the PIN pad of its reader.
namespace p11 {

/// The answer to pin_status or puk_status. Nothing on a card whose PIN or PUK was taken away.
std::optional<card::iso7816::PinResult> status_of(
    const TokenCard& card, TokenCard::Channel& channel, card::iso7816::PinResult (*ask)(TokenCard::Channel&));

/// Software never spends the holder's last try by itself. Throws pin_blocked, pin_last_try.
void require_more_than_one_try(const card::iso7816::PinResult& status);

/// A new PIN. Throws CKR_PIN_INVALID for anything but digits, CKR_PIN_LEN_RANGE.
void require_form_of_pin(card::ByteView digits);
/// A new PUK. Throws likewise.
void require_form_of_puk(card::ByteView digits);

/// Sends a new PIN or PUK, for which the card may have a rule of its own. Throws CKR_PIN_INVALID.
template <std::invocable Send>
card::iso7816::PinResult send_new_value(Send send)
{
    try {
        return send();
    } catch (const card::Error& error) {
        require(error.status_word() != card::iso7816::sw::wrong_data, CKR_PIN_INVALID);
        throw;
    }
}

// Each for an operation: the holder types what the command needs. Throws CKR_FUNCTION_CANCELED; CKR_PIN_INVALID for two
// new values that differ, CKR_PIN_LEN_RANGE.

card::iso7816::PinResult verify_pin_on_pad(TokenCard& card);
card::iso7816::PinResult change_pin_on_pad(TokenCard& card);
card::iso7816::PinResult change_puk_on_pad(TokenCard& card);
/// A new PIN by the PUK.
card::iso7816::PinResult reset_pin_on_pad(TokenCard& card);

} // namespace p11
