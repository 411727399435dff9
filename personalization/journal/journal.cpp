// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.hpp"

#include "card/base/error.hpp"
#include "journal/note.hpp"

#include <algorithm>

namespace perso::audit {

namespace {

constexpr std::int64_t at_a_time = 2'000;

Stored stored(const store::Row& row)
{
    Stored line{.entry = {.number = row.number(0),
                    .at = row.time(1),
                    .event = row.text(2),
                    .card = row.is_null(3) ? std::nullopt : std::optional{row.number(3)},
                    .application = row.text(4),
                    .person = row.text(5),
                    .detail = row.text(6)},
        .head = {}};
    if (!row.is_null(7))
        line.head = head(row.bytes(7));
    return line;
}

struct Last {
    StoreId store;
    Tip tip;
};

/// The head of a journal from before the chain is computed once, for its first chained entry.
Head head_of_all(store::Database& database, const StoreId& store)
{
    Head all{};
    for_each_entry(database, 0, [&](const Stored& line) {
        all = next_head(all, store, line.entry);
        return true;
    });
    return all;
}

Last last(store::Database& database)
{
    const auto row = database.row("audit_last");
    card::require(row.has_value(), card::Errc::store_failed, "journal", "the store does not say which it is");
    Last last{.store = store_id(row->bytes(0)), .tip = {.number = row->number(1), .at = row->time(2), .head = {}}};
    last.tip.chained = !row->is_null(3);
    if (last.tip.chained)
        last.tip.head = head(row->bytes(3));
    else if (last.tip.number != 0)
        last.tip.head = head_of_all(database, last.store);
    return last;
}

} // namespace

card::Time not_before(card::Time last_entry, card::Time now)
{
    card::require(now + clock_slack >= last_entry, card::Errc::clock_wrong, "journal",
        "the clock is behind the last entry of the journal");
    return std::max(now, last_entry);
}

void note(store::Database& database, card::Time now, const Note& note)
{
    const Last before = last(database);
    const Entry entry{.number = before.tip.number + 1,
        .at = not_before(before.tip.at, now),
        .event = std::string{note.event},
        .card = note.card,
        .application = std::string{note.application},
        .person = std::string{note.person},
        .detail = std::string{note.detail}};
    const Head head = next_head(before.tip.head, before.store, entry);
    const store::Value card = note.card ? store::Value{*note.card} : store::Value{nullptr};
    database.execute(
        "audit_append", {{":number", entry.number}, {":at", std::int64_t{entry.at.time_since_epoch().count()}},
                            {":event", note.event}, {":card", card}, {":application", note.application},
                            {":person", note.person}, {":detail", note.detail}, {":hash", head}});
}

StoreId store_of(store::Database& database)
{
    return last(database).store;
}

Tip tip(store::Database& database)
{
    return last(database).tip;
}

void for_each_entry(store::Database& database, std::int64_t after, const std::function<bool(const Stored&)>& callback)
{
    for (;;) {
        const store::Rows rows = database.rows("audit_entries", {{":after", after}, {":limit", at_a_time}});
        for (const store::Row& row : rows) {
            const Stored line = stored(row);
            after = line.entry.number;
            if (!callback(line))
                return;
        }
        if (std::int64_t(rows.size()) < at_a_time)
            return;
    }
}

} // namespace perso::audit
