// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batches/likeness.hpp"
#include "commands/context.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace perso {

/// What a person shall look at, as lists and as lines below the application's.
nlohmann::json to_json(const std::vector<batches::Notice>& notices);
void print(const std::vector<batches::Notice>& notices, const Context& context);

} // namespace perso
