// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/store_data.hpp"
#include "production/production.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perso::units {

/// What the card says of a unit whose outcome nobody knows.
enum class Held {
    done,    ///< the effect is there, whole
    missing, ///< it is not
    unknown, ///< it cannot be asked, as of a PIN: the unit is repeated, and writes the same again or makes a new key
};

/// A data group of STORE DATA: those of neighbouring units go in one sequence of blocks.
struct Piece {
    card::gp::Dgi where;
    bool sensitive = false; ///< under Key-DEK
    std::function<card::SecureBytes(Production&)> content;
};

/// The smallest change of a card that can be resumed: one file, one key, one container. Sessions end with the card's
/// supply, so nothing smaller can; every effect is atomic on the card and may be repeated.
///
/// Units with a piece follow each other in one sequence: their intents become durable together before it, and the
/// outcome of each with the block that completes it.
///
/// Before the effect an intent is durable, and with it what `prepare` made; after it, and before the next command, an
/// outcome, and with it what the effect learned. Whoever finds an intent without an outcome asks the card by `probe`.
struct Unit {
    std::string_view stage;                   ///< what the operator sees; several units share one
    std::string name;                         ///< in the journal: "DG2", "key 9A"; unique within a work
    std::function<void(Production&)> prepare; ///< makes what is written, into Production; nothing, if empty
    std::function<void(Production&)> effect;  ///< on the card
    std::function<Held(Production&)> probe;   ///< changes nothing but what a read changes
    std::optional<Piece> piece = {};          ///< instead of an effect; the card takes each over as a whole
};

using Units = std::vector<Unit>;

/// A probe of what no command tells.
inline Held cannot_tell(Production&)
{
    return Held::unknown;
}

constexpr Held held_if(bool done)
{
    return done ? Held::done : Held::missing;
}

} // namespace perso::units
