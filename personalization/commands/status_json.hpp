// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

#include <nlohmann/json.hpp>

namespace perso {

/// `status --json`: the jobs and how many stand where, what lies aside, the stock of blank cards, the document signer,
/// imports whose personal data stay longer than they shall, whether the clock has a source to be compared with,
/// and alarms as the identifiers of conditions that the next card would meet. docs/schemas/status-1.json
nlohmann::json status_json(const Office& office, const card::profile::Profile& profile, store::Database& database,
    const std::vector<store::Job>& jobs);

} // namespace perso
