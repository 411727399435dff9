// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/cli/catalogue.hpp"
#include "idcard/setup/plan.hpp"

#include <string>
#include <vector>

namespace idcard::setup {

/// What became of a plan.
enum class Outcome { shown, done, declined };

/// The changes and the notes, before anything is asked.
std::string changes_text(const Plan& plan, const card::cli::Catalogue& catalogue);

/// The last line.
std::string outcome_text(const Plan& plan, Outcome outcome, const card::cli::Catalogue& catalogue);

/// docs/schemas/setup-1.json
std::string to_json(const Plan& plan, Outcome outcome, const std::vector<card::Error>& refused);

} // namespace idcard::setup
