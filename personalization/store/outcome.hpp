// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "jobs/job.hpp"
#include "journal/events.hpp"

#include <array>

namespace perso::store {

/// How the making of a card ended, by what became of its units and by quality control.
enum class Ending {
    good,      ///< each unit has its outcome, and the quality check found the card good
    unwritten, ///< broken off before the intent of the first unit: the chip is as it was
    written,   ///< broken off after it, or the quality check found the card bad
    revoked,   ///< two people revoked the card that lay aside
};

/// Where that leaves the card and its job. The rest follows from the state of the card: of a void one the document
/// number and the index are used up, and the chip is a blank again; one that is quarantined stands in the card status
/// list, its certificates in the next lists of their CAs, and its chip counts as rejected; the chip of a live one
/// counts as issued.
struct Outcome {
    Ending ending;
    std::string_view card; ///< its state in the store
    JobState job;
    std::string_view event; ///< in the journal
    bool resumable;         ///< somebody may go on with it: what is sealed for that is kept
};

inline constexpr std::array outcomes{
    Outcome{Ending::good, "live", JobState::issued, audit::events::issued, false},
    Outcome{Ending::unwritten, "void", JobState::approved, audit::events::void_, false},
    Outcome{Ending::written, "quarantined", JobState::quarantined, audit::events::quarantined, true},
    Outcome{Ending::revoked, "quarantined", JobState::withdrawn, audit::events::withdraw, false},
};

/// The row of the table.
constexpr const Outcome& outcome_of(Ending ending)
{
    return outcomes[static_cast<std::size_t>(ending)];
}

} // namespace perso::store
