// SPDX-License-Identifier: Apache-2.0
#include "units/perform.hpp"

#include "office/clock.hpp"
#include "units/production_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace perso::units {

namespace {

/// Units whose effects are one sequence of commands; or one alone.
using Series = std::vector<const Unit*>;

/// An effect that is on the card.
struct Outcome {
    Series units;
    std::string name; ///< in the journal
    std::vector<store::CardKey> keys;
};

class Performance {
public:
    Performance(const Work& work, Production& card, const Durable& durable)
        : work_{work}, card_{card}, durable_{durable}, states_{durable.log.states(work)}
    {
    }

    bool was_cut_off(const Series& series) const
    {
        return std::ranges::any_of(series, [this](const Unit* unit) { return state_of(*unit) == UnitState::intended; });
    }

    void operator()(const Series& series)
    {
        if (series.front()->piece)
            in_sequence(series);
        else
            alone(*series.front());
    }

    /// Makes the outcome durable that waits, if one does.
    void settle()
    {
        if (waiting_)
            durably([] {});
    }

private:
    void alone(const Unit& unit)
    {
        const UnitState state = state_of(unit);
        if (state == UnitState::done)
            return;
        if (durable_.progress)
            durable_.progress(unit);
        if (state == UnitState::untouched)
            intend({&unit}, unit.name);
        else
            settle();
        if (state == UnitState::untouched || unit.probe(card_) != Held::done)
            unit.effect(card_);
        let_wait({&unit}, unit.name);
    }

    /// Units with pieces.
    void in_sequence(const Series& series)
    {
        Series open, untouched;
        for (const Unit* unit : series) {
            const UnitState state = state_of(*unit);
            if (state != UnitState::done)
                open.push_back(unit);
            if (state == UnitState::untouched)
                untouched.push_back(unit);
        }
        if (open.empty())
            return;
        if (durable_.progress)
            durable_.progress(*open.front());
        const std::string name = series_name(series);
        if (untouched.empty())
            settle();
        else
            intend(untouched, name);
        Series missing, held;
        for (const Unit* unit : open) {
            const bool asked = state_of(*unit) == UnitState::intended;
            (asked && unit->probe(card_) == Held::done ? held : missing).push_back(unit);
        }
        conclude(held, name, missing.empty());
        if (!missing.empty())
            write(missing, name);
    }

    static std::string series_name(const Series& series)
    {
        if (series.size() == 1)
            return series.front()->name;
        return fmt::format("{} to {}", series.front()->name, series.back()->name);
    }

    void intend(const Series& units, const std::string& name)
    {
        std::vector<std::string> names;
        for (const Unit* unit : units) {
            if (unit->prepare) {
                settle(); // what is prepared may need it, and may fail
                unit->prepare(card_);
            }
            names.push_back(unit->name);
        }
        durably([&] {
            durable_.log.intend(work_, names, now());
            note(Entry::intent, name, card_.to_record);
        });
        card_.to_record.clear();
    }

    /// The outcome of the whole with the last of them.
    void conclude(const Series& units, const std::string& name, bool last)
    {
        if (units.empty())
            return;
        if (last)
            return let_wait(units, name);
        durably([&] { write_done(units); });
        set_done(units);
    }

    /// The outcome becomes durable with the next change, which comes before the next command.
    void let_wait(const Series& units, const std::string& name)
    {
        waiting_ = Outcome{units, name, std::exchange(card_.to_record, {})};
        set_done(units);
    }

    void write_done(const Series& units)
    {
        for (const Unit* unit : units)
            durable_.log.conclude(work_, unit->name, now());
    }

    void set_done(const Series& units)
    {
        for (const Unit* unit : units)
            states_[unit->name] = UnitState::done;
    }

    void note(Entry entry, const std::string& name, const std::vector<store::CardKey>& keys)
    {
        if (durable_.note)
            durable_.note(entry, name, keys);
    }

    void write(const Series& units, const std::string& name)
    {
        std::vector<card::SecureBytes> contents;
        for (const Unit* unit : units)
            contents.push_back(unit->piece->content(card_));
        std::vector<card::gp::DataGroup> groups;
        for (std::size_t i = 0; i < units.size(); ++i)
            groups.push_back({units[i]->piece->where, contents[i]});
        std::size_t concluded = 0;
        const auto stored = [&](std::size_t count) {
            const auto stored_now = std::span{units}.subspan(concluded, count - concluded);
            conclude({stored_now.begin(), stored_now.end()}, name, count == units.size());
            concluded = count;
        };
        auto& session = card_.session(Application::identity);
        if (units.front()->piece->sensitive)
            card::gp::store_sensitive_data(session, groups, stored);
        else
            card::gp::store_data(session, groups, stored);
    }

    /// One change: the outcome that waits, `body`, and all that Production learned since the last. It may be tried more
    /// than once: nothing is taken as kept before it is.
    template <typename Body>
    void durably(Body body)
    {
        Items items = remembered(card_);
        durable_.database.change([&] {
            if (durable_.fence)
                durable_.fence();
            if (waiting_) {
                write_done(waiting_->units);
                note(Entry::outcome, waiting_->name, waiting_->keys);
            }
            body();
            durable_.memory.save(work_, items);
        });
        durable_.memory.saved(work_, std::move(items));
        waiting_.reset();
    }

    UnitState state_of(const Unit& unit) const
    {
        const auto known = states_.find(unit.name);
        return known == states_.end() ? UnitState::untouched : known->second;
    }

    const Work& work_;
    Production& card_;
    const Durable& durable_;
    std::map<std::string, UnitState> states_;
    std::optional<Outcome> waiting_; ///< the card got no command since
};

/// Whether the unit is the next of this series: those with pieces of one stage are one.
bool continues(const Series& series, const Unit& unit)
{
    return series.empty() || (unit.piece && series.front()->piece && series.front()->stage == unit.stage &&
                                 series.front()->piece->sensitive == unit.piece->sensitive);
}

std::vector<Series> series_of(const Units& units)
{
    std::vector<Series> all;
    for (const Unit& unit : units) {
        if (all.empty() || !continues(all.back(), unit))
            all.emplace_back();
        all.back().push_back(&unit);
    }
    return all;
}

} // namespace

void perform(const Units& units, const Work& work, Production& card, const Durable& durable)
{
    Performance performance{work, card, durable};
    const auto all = series_of(units);
    for (const Series& series : all) // first what was cut off: nothing begins before its outcome is known
        if (performance.was_cut_off(series))
            performance(series);
    for (const Series& series : all)
        performance(series);
    performance.settle();
}

} // namespace perso::units
