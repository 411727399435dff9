// SPDX-License-Identifier: Apache-2.0
#include "clock.hpp"

#include "card/base/error.hpp"
#include "card/source_date.hpp"

namespace perso {

card::Time now()
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    card::require(now.time_since_epoch().count() >= card::source_date, card::Errc::clock_before_build, "clock",
        "it shows a time before this program was made");
    return now;
}

} // namespace perso
