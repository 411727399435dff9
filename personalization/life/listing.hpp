// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life/states.hpp"

namespace perso::life {

/// What the next lists say of a card, in the card status list, and of its certificates, in the list of their CA.
enum class Listing {
    silent,   ///< nothing: both are valid
    held,     ///< the card as lost, its certificates as on hold
    released, ///< nothing any more, after a hold
    revoked,  ///< the card for good, with the word of its state; its certificates for good
};

/// Of a card that stands there.
constexpr Listing listing(State state)
{
    for (const Transition& row : transitions)
        if (row.to == state && row.lists == Lists::hold)
            return Listing::held;
    return is_final(state) ? Listing::revoked : Listing::silent;
}

/// Of a card that this event brought there, or left there.
constexpr Listing listing(State state, Event event)
{
    for (const Transition& row : transitions)
        if (row.to == state && row.event == event && row.lists == Lists::release)
            return Listing::released;
    return listing(state);
}

} // namespace perso::life
