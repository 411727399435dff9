// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"

#include <optional>
#include <string_view>

namespace card::iso7816 {

/// What the card answered to a PIN or PUK.
struct PinResult {
    enum class State { verified, wrong, blocked };

    State state = State::blocked;
    std::optional<unsigned> tries_left = {}; ///< after `wrong`, if the card tells

    static PinResult verified() { return {State::verified}; }

    static PinResult wrong(std::optional<unsigned> tries) { return {State::wrong, tries}; }

    static PinResult blocked() { return {State::blocked, 0}; }

    bool ok() const { return state == State::verified; }

    friend bool operator==(const PinResult&, const PinResult&) = default;
};

/// Throws pin_wrong with the tries left, or pin_blocked, unless the result is `verified`.
CARD_API void require_verified(const PinResult& result, std::string_view step);

/// The values of the functions below are the blocks of the card's format, padded already; every copy that they make is
/// wiped. `reference` is P2. Throws unexpected_status when the answer is neither 9000, 63Cx, 6300 nor 6983.

/// VERIFY. [7816-4:2005] §7.5.6
CARD_API PinResult verify(Channel& channel, std::uint8_t reference, ByteView value);
/// VERIFY without data: is it verified already, and if not, how many tries are left?
CARD_API PinResult query(Channel& channel, std::uint8_t reference);
/// CHANGE REFERENCE DATA, old and new value. [7816-4:2005] §7.5.7
CARD_API PinResult change(Channel& channel, std::uint8_t reference, ByteView old_value, ByteView new_value);
/// RESET RETRY COUNTER, resetting code and new value. [7816-4:2005] §7.5.10
CARD_API PinResult unblock(Channel& channel, std::uint8_t reference, ByteView resetting_code, ByteView new_value);

} // namespace card::iso7816
