// SPDX-License-Identifier: Apache-2.0
#include "stock/movements.hpp"

#include "card/base/hex.hpp"
#include "journal/entry_time.hpp"
#include "journal/events.hpp"
#include "journal/journal.hpp"
#include "stock/blank.hpp"

#include <fmt/format.h>

#include <charconv>

namespace perso::stock {

namespace {

struct Movement {
    std::int64_t id = 0;
    Kdd kdd{};
    std::string target;
    std::string holder;
    std::string person;
    card::Time at{};
};

Movement movement_in(const store::Row& row)
{
    return {.id = row.number(0),
        .kdd = kdd_of(row, 1),
        .target = row.text(2),
        .holder = row.text(3),
        .person = row.text(4),
        .at = row.time(5)};
}

/// The movements in their order, some thousand at a time in memory.
class Movements {
public:
    explicit Movements(store::Database& database) : database_{database} {}

    std::optional<Movement> next()
    {
        if (used_ == rows_.size()) {
            rows_ = database_.rows("stock_movements", {{":after", after_}});
            used_ = 0;
        }
        if (rows_.empty())
            return std::nullopt;
        Movement movement = movement_in(rows_[used_++]);
        after_ = movement.id;
        return movement;
    }

private:
    store::Database& database_;
    store::Rows rows_;
    std::size_t used_ = 0;
    std::int64_t after_ = 0;
};

/// What an entry tells: how many chips came where, and the digest of their numbers.
struct Told {
    std::string target;
    std::string holder;
    std::size_t chips = 0;
    std::string digest;
};

/// The last word of the text, which is cut off.
std::string cut_last_word(std::string& text)
{
    const std::size_t space = text.rfind(' ');
    const std::string word = text.substr(space + 1); // npos + 1 is 0
    text.resize(space == std::string::npos ? 0 : space);
    return word;
}

/// Nothing for an entry that moves no blank.
std::optional<Told> told_by(const audit::Entry& entry)
{
    Told told;
    std::string rest = entry.detail;
    told.digest = cut_last_word(rest);
    const std::string count = cut_last_word(rest);
    std::from_chars(count.data(), count.data() + count.size(), told.chips);
    if (entry.event == audit::events::stock_received)
        told.target = name(State::vault);
    else if (entry.event == audit::events::stock_moved)
        told.target = rest;
    else if (entry.event == audit::events::stock_missing)
        told.target = name(State::missing);
    else if (entry.event == audit::events::stock_destroyed)
        told.target = name(State::destroyed);
    else if (entry.event == audit::events::stock_handed_out) {
        told.target = name(State::handed_out);
        told.holder = rest;
    }
    return told.target.empty() || told.chips == 0 ? std::nullopt : std::optional{told};
}

bool is_of(const Movement& movement, const audit::Entry& entry, const Told& told)
{
    return movement.target == told.target && movement.holder == told.holder && movement.person == entry.person &&
           audit::may_tell_of(entry, movement.at);
}

/// Whether the next movements are those of the entry.
bool agree(Movements& movements, const audit::Entry& entry, const Told& told)
{
    std::vector<Kdd> chips;
    while (chips.size() < told.chips) {
        const auto movement = movements.next();
        if (!movement || !is_of(*movement, entry, told))
            return false;
        chips.push_back(movement->kdd);
    }
    return card::to_hex(digest_of(std::move(chips))) == told.digest;
}

/// The first entry that tells of other movements.
std::string fault_of_journal(store::Database& database)
{
    Movements movements{database};
    std::string fault;
    audit::for_each_entry(database, 0, [&](const audit::Stored& stored) {
        const auto told = told_by(stored.entry);
        if (told && !agree(movements, stored.entry, *told))
            fault = fmt::format(
                "entry {} ({}) tells of other movements of blank cards", stored.entry.number, stored.entry.event);
        return fault.empty();
    });
    if (fault.empty())
        if (const auto more = movements.next())
            fault = fmt::format("movement {} of a blank card does not stand in the journal", more->id);
    return fault;
}

} // namespace

std::vector<std::string> movement_faults(store::Database& database)
{
    std::vector<std::string> faults;
    if (std::string fault = fault_of_journal(database); !fault.empty())
        faults.push_back(std::move(fault));
    for (const store::Row& row : database.rows("stock_not_where_moved"))
        faults.push_back(fmt::format("blank card {} is not where it was moved", card::to_hex(row.bytes(0))));
    return faults;
}

} // namespace perso::stock
