// SPDX-License-Identifier: Apache-2.0
#include "stock/shift.hpp"

#include "card/base/error.hpp"
#include "database/seconds.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"

#include <fmt/format.h>

namespace perso::stock {

using card::Errc;
using store::seconds;

namespace {

Shift shift_of(const store::Row& row)
{
    return {.number = row.number(0),
        .opened_by = row.text(1),
        .opened = row.time(2),
        .opening = row.number(3),
        .received = row.number(4),
        .lost = row.number(5),
        .issued = row.number(6),
        .rejected = row.number(7),
        .remaining = row.number(8),
        .closed_by = row.text(9),
        .closed = row.is_null(10) ? std::nullopt : std::optional{row.time(10)}};
}

[[noreturn]] void differs(const std::string& what, std::int64_t difference)
{
    throw card::Error{Errc::stock_differs, card::Step{"shift"}, "the count differs"}.with_field(what).with_number(
        static_cast<long>(difference));
}

void require_nothing_in_work(store::Database& database)
{
    if (database.number("stock_in_work") != 0)
        throw card::Error{Errc::stock_state, card::Step{"shift"}, "a card is in work"}.with_field("in_work");
}

} // namespace

Shift open_shift(store::Database& database, std::int64_t counted, const std::string& person, card::Time now)
{
    return database.change([&] {
        if (const auto open = current_shift(database))
            throw card::Error{Errc::stock_state, card::Step{"shift"}, "a shift is open"}.with_field(
                std::to_string(open->number));
        require_nothing_in_work(database);
        const std::int64_t known = database.number("stock_outside");
        const std::int64_t number = database.number("stock_next_shift");
        if (counted != known)
            differs(std::to_string(number), counted - known);
        database.execute(
            "stock_open", {{":number", number}, {":person", person}, {":at", seconds(now)}, {":opening", counted}});
        const std::string detail = fmt::format("{} opening {}", number, counted);
        audit::note(database, now, {.event = audit::events::shift_opened, .person = person, .detail = detail});
        return *current_shift(database);
    });
}

Shift close_shift(store::Database& database, std::int64_t counted, const std::string& person, card::Time now)
{
    return database.change([&] {
        auto shift = current_shift(database);
        if (!shift)
            throw card::Error{Errc::stock_state, card::Step{"shift"}, "no shift is open"}.with_field("shift");
        require_nothing_in_work(database);
        const std::int64_t difference = shift->issued + shift->rejected + counted - shift->due();
        // What the movements say and what the places say must agree as well.
        if (difference != 0 || counted != database.number("stock_outside"))
            differs(std::to_string(shift->number), difference);
        shift->remaining = counted;
        shift->closed_by = person;
        shift->closed = now;
        database.execute(
            "stock_close", {{":number", shift->number}, {":person", person}, {":at", seconds(now)},
                               {":received", shift->received}, {":lost", shift->lost}, {":issued", shift->issued},
                               {":rejected", shift->rejected}, {":remaining", counted}});
        const std::string detail = fmt::format("{} opening {} received {} lost {} issued {} rejected {} remaining {}",
            shift->number, shift->opening, shift->received, shift->lost, shift->issued, shift->rejected, counted);
        audit::note(database, now, {.event = audit::events::shift_closed, .person = person, .detail = detail});
        return *shift;
    });
}

std::optional<Shift> current_shift(store::Database& database)
{
    const auto row = database.row("stock_current_shift");
    return row ? std::optional{shift_of(*row)} : std::nullopt;
}

std::vector<Shift> shifts(store::Database& database)
{
    std::vector<Shift> all;
    for (const store::Row& row : database.rows("stock_closed_shifts"))
        all.push_back(shift_of(row));
    if (const auto open = current_shift(database))
        all.push_back(*open);
    return all;
}

} // namespace perso::stock
