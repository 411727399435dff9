// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <array>
#include <optional>
#include <string>

namespace perso::audit {

/// SHA-256 over everything up to an entry.
using Head = std::array<std::uint8_t, 32>;

/// What tells one store from another: drawn when it is made.
using StoreId = std::array<std::uint8_t, 16>;

/// One line of the journal.
struct Entry {
    std::int64_t number = 0; ///< from 1, without gap
    card::Time at{};
    std::string event;                ///< of journal/events.hpp
    std::optional<std::int64_t> card; ///< row of the card
    std::string application;
    std::string person;
    std::string detail;
};

/// The one form of an entry that is hashed: number, time, store, event, card, application, person, detail, each after
/// its length in four bytes, most significant first; numbers in eight bytes, a card that is not there as nothing.
card::Bytes canonical(const StoreId& store, const Entry& entry);

/// The head after `entry`: SHA-256(head before ‖ canonical entry). Before the first entry the head is 32 zero bytes.
Head next_head(const Head& before, const StoreId& store, const Entry& entry);

/// The bytes of a column; throws Errc::audit_broken for another length.
StoreId store_id(card::ByteView column);
Head head(card::ByteView column);

} // namespace perso::audit
