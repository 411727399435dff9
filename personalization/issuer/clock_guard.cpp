// SPDX-License-Identifier: Apache-2.0
#include "issuer/clock_guard.hpp"

#include "card/base/error.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "people/joint.hpp"

#include <ctime>
#include <fstream>

namespace perso {

using card::Errc;

namespace {

card::Time last_entry(store::Database& database)
{
    return card::Time{std::chrono::seconds{database.number("clock_last_entry")}};
}

void require_not_before_last_entry(store::Database& database, card::Time now)
{
    audit::not_before(last_entry(database), now);
}

[[noreturn]] void dispute(std::string_view source, std::chrono::seconds difference)
{
    throw card::Error{Errc::clock_disputed, card::Step{"clock"}, "two sources of time disagree"}
        .with_field(std::string{source})
        .with_number(static_cast<long>(difference.count()));
}

std::chrono::seconds apart(card::Time a, card::Time b)
{
    return a < b ? b - a : a - b;
}

} // namespace

ClockGuard::ClockGuard(store::Database& database, ClockSettings settings, Start start, Uptime uptime)
    : database_{database}, settings_{std::move(settings)}, uptime_{std::move(uptime)}, start_{start}
{
}

ClockGuard::ClockGuard(store::Database& database, ClockSettings settings, card::Time now, Uptime uptime)
    : ClockGuard{database, std::move(settings), Start::note(now, uptime), uptime}
{
}

bool ClockGuard::has_source() const
{
    return !settings_.source.empty() || database_.server_time().has_value();
}

/// The time that the computer sleeps counts. [CLOCK_BOOTTIME of Linux]
ClockGuard::Uptime ClockGuard::system_uptime()
{
    return [] {
        timespec time{};
        ::clock_gettime(CLOCK_BOOTTIME, &time);
        return std::chrono::seconds{time.tv_sec};
    };
}

void ClockGuard::require_believed(card::Time now) const
{
    require_not_before_last_entry(database_, now);
    if (const auto server = database_.server_time())
        compare("database", *server, now);
    if (const auto other = source_time())
        compare("source", *other, now);
    compare("uptime", start_.started + uptime_(), now);
    const card::Time last = last_entry(database_);
    const card::Time stated{std::chrono::seconds{database_.number("clock_last_confirmed")}};
    const bool is_stated = stated <= now && now - stated <= clock_statement_validity;
    const bool is_new = last == card::Time{};
    if (!is_new && now - last > settings_.longest_pause && !is_stated)
        dispute("journal", now - last);
}

void ClockGuard::compare(std::string_view source, card::Time other, card::Time now) const
{
    if (const auto difference = apart(other, now); difference > settings_.tolerance)
        dispute(source, difference);
}

/// A source that is named but cannot be read is no reason to go on without it.
std::optional<card::Time> ClockGuard::source_time() const
{
    if (settings_.source.empty())
        return std::nullopt;
    std::ifstream file{settings_.source};
    std::int64_t seconds = 0;
    if (!(file >> seconds))
        throw card::Error{Errc::file_unreadable, "the source of time of office.toml"}.with_field(
            settings_.source.string());
    return card::Time{std::chrono::seconds{seconds}};
}

void state_clock_is_right(store::Database& database, const std::string& person, card::Time now)
{
    database.change([&] {
        require_not_before_last_entry(database, now);
        const std::int64_t at = now.time_since_epoch().count();
        database.execute("clock_add_statement", {{":person", person}, {":at", at}});
    });
}

void confirm_clock_is_right(store::Database& database, const std::string& person, card::Time now)
{
    database.change([&] {
        require_not_before_last_entry(database, now);
        const auto open = database.row("clock_open_statement");
        const bool fresh = open && open->time(2) <= now && now - open->time(2) <= clock_statement_validity;
        if (!fresh)
            throw card::Error{Errc::usage, people::not_requested}.with_field("clock confirm");
        const std::string first = open->text(1);
        if (!people::may_confirm(first, person))
            throw card::Error{Errc::same_person, people::another_confirms}.with_field(person);
        const std::int64_t at = now.time_since_epoch().count();
        database.execute("clock_confirm_statement", {{":person", person}, {":at", at}, {":id", open->number(0)}});
        audit::note(database, now, {.event = audit::events::clock_confirmed, .person = person, .detail = first});
    });
}

} // namespace perso
