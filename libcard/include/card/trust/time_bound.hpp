// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/trust/package_contents.hpp"

#include <optional>

namespace card::trust {

/// What is known about the time apart from this computer's clock. A card never adds to it: whoever holds a card with a
/// date to come could otherwise make every counter refuse the others.
struct KnownTimes {
    Time build{};                             ///< source date of the program
    std::optional<Time> package = {};         ///< thisUpdate of the package that is installed
    std::optional<Time> clock_at_import = {}; ///< what clock_to_record() gave when it was installed
};

/// It cannot be earlier than this.
CARD_API Time earliest(const KnownTimes& known);

/// What an earlier clock gives: clock_before_build with the clock's day as field and the bound's as number, in days
/// since 1970.
CARD_API Error clock_error(Date clock, Date bound);

/// The clock, if it is worth remembering: between the package's thisUpdate and nextUpdate.
CARD_API std::optional<Time> clock_to_record(Time clock, const Period& package);

} // namespace card::trust
