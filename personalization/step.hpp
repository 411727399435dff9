// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

#include <string_view>
#include <vector>

namespace perso {

/// One step that changes the card. Before it an intent is durable, after it an outcome; a step that was cut off leaves
/// an intent without an outcome, and nobody repeats it blindly.
struct Step {
    std::string_view name; ///< in the journal and on the screen
    void (*perform)(Production&);
};

/// The steps of a card of this type in the order in which they are taken. They begin with a card that was recognised
/// and bound to a job, and end with a secured card, still to be checked.
std::vector<Step> plan_of(CardType type, const card::profile::Profile& profile);

} // namespace perso
