// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace card {

/// A day of the Gregorian calendar.
using Date = std::chrono::year_month_day;

/// A second in UTC.
using Time = std::chrono::sys_seconds;

/// `YYYYMMDD`. Throws Errc::malformed_data unless it is eight ASCII digits that name a day of the calendar.
CARD_API Date parse_date(std::string_view digits);

/// `YYYYMMDD`.
CARD_API std::string to_digits(Date date);

/// `YYYY-MM-DD`.
CARD_API std::string to_text(Date date);

/// The first second of the day, in UTC.
constexpr Time start_of(Date date)
{
    return std::chrono::sys_days{date};
}

/// The day in UTC.
constexpr Date day_of(Time time)
{
    return Date{std::chrono::floor<std::chrono::days>(time)};
}

/// The same day `years` later; 29 February becomes 28 February where there is none.
CARD_API Date add_years(Date date, int years);

} // namespace card
