// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "jobs/job.hpp"
#include "journal/entry.hpp"

#include <string>
#include <vector>

namespace perso::audit {

/// What happened to one application and its cards, from the journal and the movements of the stock.
struct StoryLine {
    card::Time at{};
    std::int64_t entry = 0;      ///< of the journal; 0: a movement of the blank card
    std::string event;           ///< of journal/events.hpp, or "blank" of a movement
    std::string document_number; ///< of the attempt; empty: the application as a whole
    std::string person;
    std::string detail;
};

/// An attempt to make a card.
struct StoryCard {
    std::int64_t id = 0;
    std::string document_number;
    std::string state; ///< "encoding", "quarantined", "void", or of a finished card where it stands (life/states.hpp)
    std::string made_by;
    std::string approved_by;
    std::string reason; ///< condition that ended it
    store::Kdd kdd{};
};

struct Story {
    std::string application;
    std::string state; ///< of the job
    std::vector<StoryCard> cards;
    std::vector<StoryLine> lines;
    std::optional<std::int64_t> checkpoint; ///< the first one that covers all of it
};

/// `number`: of a document, then its own attempt alone, or of an application, then all. Without personal data.
/// Throws job_unknown.
Story tell(store::Database& database, const std::string& number);

} // namespace perso::audit
