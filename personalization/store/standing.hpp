// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace perso::store {

/// What the store has of a card that was finished.
struct Standing {
    bool revoked = false; ///< by two people
    std::string reason;   ///< of the revocation
    std::string own;      ///< its state in card_life; empty without a row there
    bool held = false;    ///< somebody holds it back
};

/// Where the card stands, in a word of life/states.hpp: what is revoked has the reason as its state, and what has no
/// row in card_life lies finished in the office, held back or not.
inline std::string state_of(const Standing& card)
{
    if (card.revoked)
        return card.reason;
    if (!card.own.empty())
        return card.own;
    return card.held ? "failed" : "made";
}

} // namespace perso::store
