// SPDX-License-Identifier: Apache-2.0
#include "stock/stock.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "database/seconds.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "people/joint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::stock {

using card::Errc;
using store::seconds;

namespace {

constexpr std::size_t longest_delivery_number = 64;

[[noreturn]] void refuse(Errc code, std::string_view sentence, std::string field)
{
    throw card::Error{code, card::Step{"stock"}, sentence}.with_field(std::move(field));
}

[[noreturn]] void refuse_in_this_state(const Kdd& kdd)
{
    refuse(Errc::stock_state, "not possible in this state", card::to_hex(kdd));
}

State state_of(const store::Row& row, std::size_t column)
{
    const auto state = parse_state(row.text(column));
    card::require(state.has_value(), Errc::store_failed, "stock", "a state that this version does not know");
    return *state;
}

Blank blank_of(const store::Row& row)
{
    return {.kdd = kdd_of(row, 0),
        .delivery = row.text(1),
        .state = state_of(row, 2),
        .holder = row.text(3),
        .document_number = row.text(4),
        .changed = row.time(5)};
}

bool may_be_missing(State state)
{
    return state == State::vault || state == State::drawer || state == State::handed_out || state == State::rejected ||
           state == State::revoked;
}

people::Joint missing_of(const Kdd& kdd)
{
    return {.action = "stock-missing", .about = card::to_hex(kdd), .detail = {}};
}

} // namespace

Summary summary(store::Database& database)
{
    Summary summary{.required = database.number("stock_required") != 0, .shift = {}, .blanks = {}, .blocked = 0};
    if (const auto shift = database.row("stock_open_shift"))
        summary.shift = shift->number(0);
    for (const store::Row& row : database.rows("stock_counts"))
        summary.blanks[state_of(row, 0)] = row.number(1);
    summary.blocked = database.number("stock_count_blocked");
    return summary;
}

void Stock::announce(
    const std::string& delivery, const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    if (delivery.empty() || delivery.size() > longest_delivery_number)
        refuse(Errc::usage, "the number of a delivery has 1 to 64 characters", "--delivery");
    database_.change([&] {
        if (database_.row("stock_delivery", {{":delivery", delivery}}))
            refuse(Errc::stock_state, "this delivery was announced before", delivery);
        const card::Bytes digest = digest_of(chips);
        database_.execute("stock_announce",
            {{":delivery", delivery}, {":digest", digest}, {":person", person}, {":at", seconds(now)}});
        for (const Kdd& kdd : chips) {
            const auto added = database_.execute("stock_add_blank",
                {{":kdd", kdd}, {":delivery", delivery}, {":person", person}, {":at", seconds(now)}});
            if (added == 0)
                refuse(Errc::stock_state, "this chip came with an earlier delivery", card::to_hex(kdd));
        }
        note(now, audit::events::stock_announced, person, chips, delivery);
    });
}

void Stock::receive(
    const std::string& delivery, const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto known = database_.row("stock_delivery", {{":delivery", delivery}});
        if (!known || !known->text(2).empty())
            refuse(Errc::stock_state, "not a delivery that waits for its count", delivery);
        if (!people::may_confirm(known->text(1), person))
            refuse(Errc::same_person, people::another_confirms, person);
        if (known->bytes(0) != digest_of(chips))
            throw card::Error{Errc::stock_differs, card::Step{"stock"}, "another list than the one announced"}
                .with_field(delivery)
                .with_number(static_cast<long>(std::int64_t(chips.size()) - known->number(3)));
        database_.execute("stock_receive", {{":delivery", delivery}, {":person", person}, {":at", seconds(now)}});
        database_.execute("stock_into_vault", {{":delivery", delivery}, {":person", person}, {":at", seconds(now)}});
        note(now, audit::events::stock_received, person, chips, delivery);
    });
}

void Stock::move(const std::vector<Kdd>& chips, State target, const std::string& person, card::Time now)
{
    database_.change([&] {
        if (target == State::drawer)
            bring(chips, target, {State::vault, State::handed_out}, "", person, now);
        else if (target == State::vault)
            bring(chips, target, {State::drawer}, "", person, now);
        else
            refuse(Errc::usage, "blanks are moved to the drawer or the vault", "--to");
        note(now, audit::events::stock_moved, person, chips, std::string{name(target)});
    });
}

void Stock::hand_out(
    const std::vector<Kdd>& chips, const std::string& holder, const std::string& person, card::Time now)
{
    database_.change([&] {
        if (holder == person)
            refuse(Errc::same_person, "nobody hands out blanks to himself", person);
        bring(chips, State::handed_out, {State::drawer}, holder, person, now);
        note(now, audit::events::stock_handed_out, person, chips, holder);
    });
}

void Stock::request_missing(const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    database_.change([&] {
        for (const Kdd& kdd : chips) {
            if (!may_be_missing(blank(kdd).state))
                refuse_in_this_state(kdd);
            people::request(database_, missing_of(kdd), person, now);
        }
        note(now, audit::events::stock_missing_requested, person, chips, "");
    });
}

void Stock::confirm_missing(const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    database_.change([&] {
        for (const Kdd& kdd : chips) {
            if (!may_be_missing(blank(kdd).state))
                refuse_in_this_state(kdd);
            people::confirm(database_, missing_of(kdd), person, now);
            bring(kdd, State::missing, "", person, now);
        }
        note(now, audit::events::stock_missing, person, chips, "");
    });
}

void Stock::request_destruction(const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    database_.change([&] {
        for (const Kdd& kdd : chips) {
            const State state = blank(kdd).state;
            if (state == State::announced || state == State::in_work || state == State::issued ||
                state == State::destroyed)
                refuse(Errc::stock_state, "not to be destroyed", card::to_hex(kdd));
            database_.execute("stock_drop_destruction", {{":kdd", kdd}});
            database_.execute("stock_request_destruction", {{":kdd", kdd}, {":person", person}, {":at", seconds(now)}});
        }
        note(now, audit::events::stock_destruction_requested, person, chips, "");
    });
}

void Stock::confirm_destruction(const std::vector<Kdd>& chips, const std::string& person, card::Time now)
{
    database_.change([&] {
        for (const Kdd& kdd : chips) {
            const auto request = database_.row("stock_destruction", {{":kdd", kdd}});
            if (!request)
                refuse(Errc::stock_state, "nobody requested to destroy it", card::to_hex(kdd));
            if (!people::may_confirm(request->text(0), person))
                refuse(Errc::same_person, people::another_confirms, person);
            database_.execute("stock_confirm_destruction", {{":kdd", kdd}, {":person", person}, {":at", seconds(now)}});
        }
        bring(chips, State::destroyed,
            {State::vault, State::drawer, State::handed_out, State::rejected, State::revoked, State::missing}, "",
            person, now);
        note(now, audit::events::stock_destroyed, person, chips, "");
    });
}

void Stock::block(const std::string& delivery, const std::string& person, card::Time now)
{
    database_.change([&] {
        if (database_.execute("stock_block", {{":delivery", delivery}, {":person", person}, {":at", seconds(now)}}) ==
            0)
            refuse(Errc::stock_state, "no such delivery, or blocked already", delivery);
        note(now, audit::events::stock_blocked, person, {}, delivery);
    });
}

void Stock::unblock(const std::string& delivery, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto known = database_.row("stock_delivery", {{":delivery", delivery}});
        if (!known || known->number(5) == 0)
            refuse(Errc::stock_state, "not a blocked delivery", delivery);
        if (known->text(4) == person)
            refuse(Errc::same_person, "who blocked a delivery does not unblock it", person);
        database_.execute("stock_unblock", {{":delivery", delivery}, {":person", person}});
        note(now, audit::events::stock_unblocked, person, {}, delivery);
    });
}

std::vector<Blank> Stock::blanks()
{
    std::vector<Blank> all;
    for (const store::Row& row : database_.rows("stock_blanks"))
        all.push_back(blank_of(row));
    return all;
}

std::vector<Delivery> Stock::deliveries()
{
    std::vector<Delivery> all;
    for (const store::Row& row : database_.rows("stock_deliveries"))
        all.push_back({.number = row.text(0),
            .blanks = row.number(1),
            .announced_by = row.text(2),
            .received_by = row.text(3),
            .blocked = row.number(4) != 0});
    return all;
}

std::vector<Kdd> Stock::lowest(State state, const std::string& delivery, std::int64_t count)
{
    std::vector<Kdd> chips;
    for (const store::Row& row :
        database_.rows("stock_lowest", {{":state", name(state)}, {":delivery", delivery}, {":count", count}}))
        chips.push_back(kdd_of(row, 0));
    if (std::int64_t(chips.size()) < count)
        throw card::Error{Errc::stock_state, card::Step{"stock"}, "there are fewer"}
            .with_field(std::string{name(state)})
            .with_number(static_cast<long>(chips.size()));
    return chips;
}

Blank Stock::blank(const Kdd& kdd)
{
    const auto row = database_.row("stock_blank", {{":kdd", kdd}});
    if (!row)
        refuse(Errc::chip_unlisted, "on no delivery list", card::to_hex(kdd));
    return blank_of(*row);
}

void Stock::bring(const std::vector<Kdd>& chips, State target, std::initializer_list<State> origins,
    const std::string& holder, const std::string& person, card::Time now)
{
    for (const Kdd& kdd : chips) {
        if (std::find(origins.begin(), origins.end(), blank(kdd).state) == origins.end())
            refuse_in_this_state(kdd);
        bring(kdd, target, holder, person, now);
    }
}

void Stock::bring(const Kdd& kdd, State target, const std::string& holder, const std::string& person, card::Time now)
{
    database_.execute("stock_bring",
        {{":kdd", kdd}, {":state", name(target)}, {":holder", holder}, {":person", person}, {":at", seconds(now)}});
}

/// The numbers themselves stand among the movements; the journal has how many, and their digest.
void Stock::note(card::Time now, std::string_view event, const std::string& person, const std::vector<Kdd>& chips,
    const std::string& detail)
{
    const std::string about = chips.empty() ? detail
                                            : fmt::format("{} {} {}", detail.empty() ? "-" : detail, chips.size(),
                                                  card::to_hex(digest_of(chips)));
    audit::note(database_, now, {.event = event, .person = person, .detail = about});
}

} // namespace perso::stock
