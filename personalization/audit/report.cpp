// SPDX-License-Identifier: Apache-2.0
#include "audit/report.hpp"

#include "audit/checkpoints.hpp"
#include "journal/events.hpp"

#include <algorithm>

namespace perso::audit {

namespace {

/// One card takes a second at least, so that nothing is divided by zero.
double per_hour(std::int64_t cards, std::int64_t seconds)
{
    return 3600.0 * static_cast<double>(cards) / static_cast<double>(std::max<std::int64_t>(seconds, 1));
}

} // namespace

Report report(store::Database& database, const Period& period)
{
    Report report{.period = period,
        .jobs = {},
        .events = {},
        .quarantined = {},
        .cards_per_hour = {},
        .tip = tip(database),
        .unanchored = unanchored(database)};
    const std::int64_t begin = period.begin.time_since_epoch().count();
    const std::int64_t end = period.end.time_since_epoch().count();
    for (const store::Row& row : database.rows("report_jobs"))
        report.jobs[row.text(0)] = row.number(1);
    std::int64_t first_claim = 0;
    std::int64_t last_issue = 0;
    for (const store::Row& row : database.rows("report_events", {{":begin", begin}, {":end", end}})) {
        const std::string event = row.text(0);
        report.events[event] = row.number(1);
        if (event == events::claim)
            first_claim = row.number(2);
        if (event == events::issued)
            last_issue = row.number(3);
    }
    if (last_issue != 0)
        report.cards_per_hour =
            per_hour(report.events[std::string{events::issued}], last_issue - std::max(first_claim, begin));
    for (const store::Row& row : database.rows("report_quarantined", {{":begin", begin}, {":end", end}}))
        report.quarantined.push_back(
            {.document_number = row.text(0), .application = row.text(1), .reason = row.text(2), .step = row.text(3)});
    return report;
}

} // namespace perso::audit
