// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "stock/shift.hpp"
#include "stock/stock.hpp"

#include <nlohmann/json.hpp>

namespace perso {

/// A state in the reader's language.
std::string state_text(stock::State state, const Context& context);

/// `stock list`: places, deliveries, and each blank.
void print_stock(const Context& context, const stock::Summary& summary, const std::vector<stock::Delivery>& deliveries,
    const std::vector<stock::Blank>& blanks);
/// What a command did.
void print_blanks(const Context& context, const std::vector<stock::Kdd>& chips, stock::State state);

nlohmann::json to_json(const stock::Summary& summary);
nlohmann::json to_json(const stock::Shift& shift);
std::string to_text(const stock::Shift& shift, const Context& context);

/// `stock shift open|close`, below `stock`.
void add_shift(CLI::App& group, Context& context);

} // namespace perso
