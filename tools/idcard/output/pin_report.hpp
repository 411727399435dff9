// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/holder_pin.hpp"
#include "idcard/output/costs.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace idcard {

enum class PinAction { status, change, unblock };

/// "tries left: 3", "blocked", "this card has none".
std::string tries_text(const card::session::Tries& tries, const card::cli::Catalogue& catalogue);
nlohmann::ordered_json tries_json(const card::session::Tries& tries);

/// What was done and how PIN and PUK stand now.
std::string to_text(PinAction action, const card::session::HolderPin& state, const card::cli::Catalogue& catalogue);
/// After docs/schemas/pin-1.json; the same in every language.
std::string to_json(PinAction action, const card::session::HolderPin& state, const Costs& costs);

} // namespace idcard
