// SPDX-License-Identifier: Apache-2.0
#include "units/perform.hpp"

#include "clock.hpp"
#include "units/production_memory.hpp"

namespace perso::units {

namespace {

class Performance {
public:
    Performance(const Work& work, Production& card, const Durable& durable)
        : work_{work}, card_{card}, durable_{durable}, states_{durable.log.states(work)}
    {
    }

    bool was_cut_off(const Unit& unit) const { return state_of(unit) == UnitState::intended; }

    void operator()(const Unit& unit)
    {
        const UnitState state = state_of(unit);
        if (state == UnitState::done)
            return;
        if (durable_.progress)
            durable_.progress(unit);
        if (state == UnitState::untouched) {
            if (unit.prepare)
                unit.prepare(card_);
            enter(Entry::intent, unit);
        }
        if (state == UnitState::untouched || unit.probe(card_) != Held::done)
            unit.effect(card_);
        enter(Entry::outcome, unit);
        states_[unit.name] = UnitState::done;
    }

private:
    UnitState state_of(const Unit& unit) const
    {
        const auto known = states_.find(unit.name);
        return known == states_.end() ? UnitState::untouched : known->second;
    }

    /// One change: the entry, what Production learned since the last one, and what the caller notes.
    void enter(Entry entry, const Unit& unit)
    {
        durable_.database.change([&] {
            if (entry == Entry::intent)
                durable_.log.intend(work_, unit.name, now());
            else
                durable_.log.conclude(work_, unit.name, now());
            durable_.memory.save(work_, remembered(card_));
            if (durable_.note)
                durable_.note(entry, unit.name);
        });
    }

    const Work& work_;
    Production& card_;
    const Durable& durable_;
    std::map<std::string, UnitState> states_;
};

} // namespace

void perform(const Units& units, const Work& work, Production& card, const Durable& durable)
{
    Performance performance{work, card, durable};
    for (const Unit& unit : units) // first the one that was cut off: nothing begins before its outcome is known
        if (performance.was_cut_off(unit))
            performance(unit);
    for (const Unit& unit : units)
        performance(unit);
}

} // namespace perso::units
