// SPDX-License-Identifier: Apache-2.0
#include "card/trust/time_bound.hpp"

#include <algorithm>

namespace card::trust {

Time earliest(const KnownTimes& known)
{
    Time bound = known.build;
    for (const auto& time : {known.package, known.clock_at_import})
        if (time)
            bound = std::max(bound, *time);
    return bound;
}

Error clock_error(Date clock, Date bound)
{
    return Error{Errc::clock_before_build, Step{"clock"}, "it shows a time that has passed"}
        .with_field(to_text(clock))
        .with_number(std::chrono::sys_days{bound}.time_since_epoch().count());
}

std::optional<Time> clock_to_record(Time clock, const Period& package)
{
    return package.contains(clock) ? std::optional{clock} : std::nullopt;
}

} // namespace card::trust
