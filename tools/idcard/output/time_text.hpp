// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"

#include <fmt/format.h>

#include <string>

namespace idcard {

/// `YYYY-MM-DDThh:mm:ssZ`.
inline std::string utc_text(card::Time time)
{
    const std::chrono::hh_mm_ss clock{time - std::chrono::floor<std::chrono::days>(time)};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", card::to_text(card::day_of(time)), clock.hours().count(),
        clock.minutes().count(), clock.seconds().count());
}

} // namespace idcard
