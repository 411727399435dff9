// SPDX-License-Identifier: Apache-2.0
#include "life/states.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace perso::life {

namespace {

constexpr std::array<std::string_view, all_states.size()> state_names{
    "made", "spoilt", "failed", "delivered", "suspended", "returned", "lost", "stolen", "replaced", "withdrawn"};

constexpr std::array<std::string_view, all_events.size()> event_names{"deliver", "report", "suspend", "fail_check",
    "found", "order_replacement", "order_reprint", "take_in", "succeed", "succeed_missing", "confirm_lost",
    "confirm_stolen", "withdraw", "reset_pin", "renew"};

} // namespace

Role role_of(Event event)
{
    const auto row = std::ranges::find(transitions, event, &Transition::event);
    card::require(row != transitions.end(), card::Errc::internal, "life of a card", "an event without a row");
    return rule(row->hands).role;
}

std::string_view name(State state)
{
    return state_names[static_cast<std::size_t>(state)];
}

std::string_view name(Event event)
{
    return event_names[static_cast<std::size_t>(event)];
}

std::optional<State> parse_state(std::string_view name)
{
    for (const State state : all_states)
        if (perso::life::name(state) == name)
            return state;
    return std::nullopt;
}

} // namespace perso::life
