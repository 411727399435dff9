// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

#include <span>
#include <string_view>

namespace perso {

/// One step that changes the card. Before it an intent is durable, after it an outcome; a step that was cut off leaves
/// an intent without an outcome, and nobody repeats it blindly.
struct Step {
    std::string_view name; ///< in the journal and on the screen
    void (*perform)(Production&);
};

/// The steps in the order in which a card is made. They begin with a card that was recognised and bound to a job, and
/// end with a secured card, still to be checked.
std::span<const Step> plan_of_an_adult_card();

} // namespace perso
