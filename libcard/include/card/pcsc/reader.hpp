// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pcsc/context.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace card::pcsc {

/// A reader and what is in it.
struct Reader {
    enum class State {
        empty,
        card,        ///< a card that answered to reset
        mute,        ///< a card that did not
        exclusive,   ///< a card that another program keeps for itself
        unavailable, ///< the reader does not answer
    };

    std::string name;
    State state = State::empty;
    Bytes atr = {};              ///< of the card, if there is one
    std::uint32_t raw_state = 0; ///< as the service told it, see state_bits

    /// Cards inserted and removed so far.
    std::uint16_t event_counter() const { return static_cast<std::uint16_t>(raw_state >> 16); }

    bool has_card() const { return state == State::card; }
};

/// The readers of this machine, in the order of the service; none is no error here.
/// Throws service_unavailable, reader_failed.
CARD_API std::vector<Reader> list_readers(Context& context);

/// The present state of one reader. Throws reader_not_found, service_unavailable, reader_failed.
CARD_API Reader read_state(Context& context, const std::string& name);

/// The reader to use: the one whose name contains `name_part`, or, if that is empty, the only one with a card.
/// Throws no_reader, reader_not_found, reader_ambiguous, no_card.
CARD_API Reader choose_reader(const std::vector<Reader>& readers, std::string_view name_part);

/// Waits until the state of one of `known` changes or readers come and go. Returns false on timeout and after
/// Context::cancel. Throws service_unavailable, reader_failed.
CARD_API bool wait_for_change(Context& context, const std::vector<Reader>& known, std::chrono::milliseconds timeout);

/// Waits for a card in the reader of this name; nothing when none came in time or the wait was cancelled.
/// Throws as read_state.
CARD_API std::optional<Reader> wait_for_card(
    Context& context, const std::string& name, std::chrono::milliseconds timeout);

} // namespace card::pcsc
