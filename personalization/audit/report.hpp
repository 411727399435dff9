// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "journal/journal.hpp"

#include <map>
#include <string>
#include <vector>

namespace perso::audit {

/// What was done from `begin` until before `end`.
struct Period {
    card::Time begin{};
    card::Time end{};
};

struct QuarantinedCard {
    std::string document_number;
    std::string application;
    std::string reason;
    std::string step;
};

struct Report {
    Period period;
    std::map<std::string, std::int64_t> jobs;   ///< by state, as they stand now
    std::map<std::string, std::int64_t> events; ///< of the journal, in the period
    std::vector<QuarantinedCard> quarantined;   ///< in the period
    std::optional<double> cards_per_hour;       ///< from the first claim to the last issue; nothing without a card
    Tip tip;
    std::int64_t unanchored = 0; ///< entries after the last checkpoint
};

Report report(store::Database& database, const Period& period);

} // namespace perso::audit
