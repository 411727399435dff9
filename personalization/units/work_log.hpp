// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <map>
#include <vector>

namespace perso::units {

/// The making of one card, unit by unit, from its beginning to its end, over as many interruptions as it takes.
struct Work {
    std::int64_t id = 0;
    std::int64_t card = 0;
};

enum class UnitState { untouched, intended, done };

/// Where works and their units stand, durable. That a card has one open work at most, a work one unit, or one series of
/// them, without outcome at most, and that an outcome follows an intent, are constraints of the store: breaking one
/// throws job_state. A work ends with the making of its card (store/outcome.hpp), and its memory with it.
class WorkLog {
public:
    /// The database must outlive it.
    explicit WorkLog(store::Database& database) : database_{database} {}

    Work begin(std::int64_t card, card::Time now);
    /// The open work of this card, if any.
    std::optional<Work> unfinished(std::int64_t card) const;

    /// One unit, or several with one effect, which concludes them one by one.
    void intend(const Work& work, const std::vector<std::string>& units, card::Time now);
    void conclude(const Work& work, const std::string& unit, card::Time now);
    /// The unit is to be done again, with its preparation.
    void reopen(const Work& work, const std::string& unit);

    /// By the name of the unit; untouched ones are left out.
    std::map<std::string, UnitState> states(const Work& work) const;
    UnitState state(const Work& work, const std::string& unit) const;

private:
    store::Database& database_;
};

} // namespace perso::units
