// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "store/database.hpp"

namespace perso::audit {

/// What happened, in the words of the journal. No secret and no personal datum stands in it: numbers of applications
/// and documents, identifiers of people, states and hashes only.
struct Note {
    std::string_view event; ///< one word: "claim"
    std::optional<std::int64_t> card = {};
    std::string_view application = {};
    std::string_view person = {};
    std::string_view detail = {};
};

/// Appends to the journal, inside a change, and chains the entry to all before it. Throws clock_wrong for a time before
/// the last entry.
void note(store::Database& database, card::Time now, const Note& note);

} // namespace perso::audit
