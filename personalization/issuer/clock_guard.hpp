// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "office/office.hpp"

#include <functional>

namespace perso {

/// Compares the clock of this computer with everything else that knows the time. What disagrees is told, and nothing is
/// signed before somebody has looked: a card that was dated by a wrong clock is wrong for twenty years.
class ClockGuard {
public:
    /// Time since the computer was started, which nobody can set.
    using Uptime = std::function<std::chrono::seconds()>;

    /// When the computer was started, by the clock as it is now: a clock that is set later says otherwise.
    struct Start {
        card::Time started{};

        static Start note(card::Time now, const Uptime& uptime = system_uptime()) { return {now - uptime()}; }
    };

    /// With what was noted when the program began its work, for all the guards of a run. The database must outlive it.
    ClockGuard(store::Database& database, ClockSettings settings, Start start, Uptime uptime = system_uptime());
    /// Notes it now.
    ClockGuard(store::Database& database, ClockSettings settings, card::Time now, Uptime uptime = system_uptime());

    /// Throws clock_wrong when the journal has a later entry, by more than audit::clock_slack. Throws
    /// clock_disputed with the source and the seconds in between when another source differs by more than the
    /// tolerance: "database" the clock of its server, "source" the file of office.toml, "uptime" when the clock was set
    /// while this program ran; and "journal" when the last entry is older than the longest pause, unless two people
    /// said within the last day that the clock is right.
    void require_believed(card::Time now) const;

    static Uptime system_uptime();

    /// Whether anything but the journal and the uptime is asked: the database's server or the file of office.toml.
    bool has_source() const;

private:
    void compare(std::string_view source, card::Time other, card::Time now) const;
    std::optional<card::Time> source_time() const;

    store::Database& database_;
    ClockSettings settings_;
    Uptime uptime_;
    Start start_;
};

/// How long the word of two people counts.
inline constexpr std::chrono::hours clock_statement_validity{24};

/// One person says that the clock is right; it counts when another one confirms it, and the last one who said so is
/// confirmed. Throws clock_wrong for a time before the last entry: no word makes time run backwards.
///
/// It writes no entry into the journal: one of a wrong clock would stop the office until that time has come.
void state_clock_is_right(store::Database& database, const std::string& person, card::Time now);

/// Another person says the same. Throws clock_wrong likewise, usage when nobody said so for as long as it counts, and
/// same_person.
void confirm_clock_is_right(store::Database& database, const std::string& person, card::Time now);

} // namespace perso
