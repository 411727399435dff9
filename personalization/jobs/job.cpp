// SPDX-License-Identifier: Apache-2.0
#include "jobs/job.hpp"

namespace perso::store {

namespace {

constexpr std::array<std::pair<JobState, std::string_view>, 7> names{{
    {JobState::imported, "imported"},
    {JobState::approved, "approved"},
    {JobState::encoding, "encoding"},
    {JobState::issued, "issued"},
    {JobState::quarantined, "quarantined"},
    {JobState::rejected, "rejected"},
    {JobState::withdrawn, "withdrawn"},
}};

} // namespace

std::string_view name(JobState state)
{
    for (const auto& [value, name] : names)
        if (value == state)
            return name;
    return "?";
}

std::optional<JobState> parse_job_state(std::string_view text)
{
    for (const auto& [value, name] : names)
        if (name == text)
            return value;
    return std::nullopt;
}

} // namespace perso::store
