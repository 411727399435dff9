// SPDX-License-Identifier: Apache-2.0
#include "office/clock.hpp"

#include "card/source_date.hpp"
#include "card/trust/time_bound.hpp"

namespace perso {

card::Time now()
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const card::Time source{std::chrono::seconds{card::source_date}};
    if (now < source)
        throw card::trust::clock_error(card::day_of(now), card::day_of(source));
    return now;
}

} // namespace perso
