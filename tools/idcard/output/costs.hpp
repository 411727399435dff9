// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/iso7816/counting.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace idcard {

using Costs = std::vector<card::iso7816::StepCost>;

/// What --stats shows: commands and bytes of each step, and their sum.
std::string cost_table(const Costs& costs, const card::cli::Catalogue& catalogue);

/// The member `cost` of every document about a card.
nlohmann::ordered_json cost_json(const Costs& costs);

} // namespace idcard
