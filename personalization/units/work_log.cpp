// SPDX-License-Identifier: Apache-2.0
#include "units/work_log.hpp"

#include "card/base/error.hpp"
#include "database/seconds.hpp"

#include <algorithm>

namespace perso::units {

using store::seconds;

namespace {

void require_turn(bool holds, std::string_view sentence)
{
    card::require(holds, card::Errc::job_state, "store", sentence);
}

} // namespace

Work WorkLog::begin(std::int64_t card, card::Time now)
{
    return database_.change([&] {
        require_turn(!unfinished(card), "other work on this card is not finished");
        const std::int64_t id = database_.number("units_begin", {{":card", card}, {":at", seconds(now)}});
        return Work{.id = id, .card = card};
    });
}

std::optional<Work> WorkLog::unfinished(std::int64_t card) const
{
    const auto row = database_.row("units_unfinished", {{":card", card}});
    if (!row)
        return std::nullopt;
    return Work{.id = row->number(0), .card = card};
}

void WorkLog::intend(const Work& work, const std::vector<std::string>& units, card::Time now)
{
    database_.change([&] {
        for (const auto& [other, state] : states(work))
            require_turn(state == UnitState::done && std::ranges::find(units, other) == units.end(),
                "no unit begins before the outcome of the last is known, or twice");
        for (const std::string& unit : units)
            database_.execute("units_intend",
                {{":work", work.id}, {":unit", unit}, {":series", units.front()}, {":at", seconds(now)}});
    });
}

void WorkLog::conclude(const Work& work, const std::string& unit, card::Time now)
{
    require_turn(database_.execute("units_conclude", {{":work", work.id}, {":unit", unit}, {":at", seconds(now)}}) == 1,
        "an outcome without its intent");
}

void WorkLog::reopen(const Work& work, const std::string& unit)
{
    database_.execute("units_reopen", {{":work", work.id}, {":unit", unit}});
}

std::map<std::string, UnitState> WorkLog::states(const Work& work) const
{
    std::map<std::string, UnitState> states;
    for (const auto& row : database_.rows("units_states", {{":work", work.id}}))
        states.emplace(row.text(0), row.number(1) != 0 ? UnitState::done : UnitState::intended);
    return states;
}

UnitState WorkLog::state(const Work& work, const std::string& unit) const
{
    const auto all = states(work);
    const auto known = all.find(unit);
    return known == all.end() ? UnitState::untouched : known->second;
}

} // namespace perso::units
