// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"

namespace perso::audit {

/// What happened, in the words of the journal. No secret and no personal datum stands in it: numbers of applications
/// and documents, identifiers of people, states and hashes only.
struct Note {
    std::string_view event; ///< of journal/events.hpp
    std::optional<std::int64_t> card = {};
    std::string_view application = {};
    std::string_view person = {};
    std::string_view detail = {};
};

/// How far a time may lie before the last entry: a process reads its clock before it waits for its turn in the store,
/// for a server that starts again 15 s long, and stations that share a store have clocks of their own.
constexpr std::chrono::seconds clock_slack{30};

/// `now`, or the time of the last entry where that is a little later. Throws clock_wrong beyond clock_slack.
card::Time not_before(card::Time last_entry, card::Time now);

/// Appends to the journal, inside a change, and chains the entry to all before it. It has the time not_before() the
/// last entry.
void note(store::Database& database, card::Time now, const Note& note);

} // namespace perso::audit
