// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/costs.hpp"

#include "card/cli/printable.hpp"
#include "idcard/output/progress_line.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard {

using card::iso7816::StepCost;
using Json = nlohmann::ordered_json;

namespace {

Json numbers(const StepCost& cost)
{
    return {{"apdus", cost.apdus}, {"bytes_sent", cost.bytes_sent}, {"bytes_received", cost.bytes_received}};
}

} // namespace

std::string cost_table(const Costs& costs, const card::cli::Catalogue& catalogue)
{
    Costs rows{{catalogue.text("Step")}};
    std::size_t width = 0;
    for (const StepCost& step : costs)
        rows.push_back({step_text(step.step, catalogue), step.apdus, step.bytes_sent, step.bytes_received});
    rows.push_back(card::iso7816::total(costs));
    rows.back().step = catalogue.text("Total");
    for (const StepCost& row : rows)
        width = std::max(width, card::cli::columns(row.step));

    std::string out = fmt::format(
        "  {}  {}\n", card::cli::pad(rows.front().step, width), catalogue.text("commands, bytes sent, bytes received"));
    for (auto row = rows.begin() + 1; row != rows.end(); ++row)
        out += fmt::format("  {}  {:>4} {:>8} {:>8}\n", card::cli::pad(row->step, width), row->apdus, row->bytes_sent,
            row->bytes_received);
    return out;
}

Json cost_json(const Costs& costs)
{
    Json out = numbers(card::iso7816::total(costs));
    out["steps"] = Json::array();
    for (const StepCost& step : costs) {
        Json entry = {{"step", step.step}};
        entry.update(numbers(step));
        out["steps"].push_back(std::move(entry));
    }
    return out;
}

} // namespace idcard
