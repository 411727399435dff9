// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace card::session {

/// What a verification is doing.
enum class Phase {
    identifying, ///< master file, EF.ATR/INFO, EF.CardAccess
    opening,     ///< PACE
    reading,     ///< one file, named
    chip_proof,  ///< Chip Authentication; mapping proves the chip while it is opened
    binding,     ///< 9E signs a challenge
    holder,      ///< 9A signs a challenge after the PIN
    judging,
};

/// Stable name: "chip_proof".
constexpr std::string_view name(Phase phase)
{
    switch (phase) {
    case Phase::identifying:
        return "identifying";
    case Phase::opening:
        return "opening";
    case Phase::reading:
        return "reading";
    case Phase::chip_proof:
        return "chip_proof";
    case Phase::binding:
        return "binding";
    case Phase::holder:
        return "holder";
    case Phase::judging:
        return "judging";
    }
    return "";
}

/// Called at the beginning of each step; `file` is empty unless one is read.
using Progress = std::function<void(Phase phase, std::string_view file)>;

} // namespace card::session
