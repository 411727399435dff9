// SPDX-License-Identifier: Apache-2.0
#include "card/base/date.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("date: digits of a day of the calendar, and nothing else")
{
    CHECK(to_digits(parse_date("20240229")) == "20240229");
    CHECK(to_text(parse_date("20261122")) == "2026-11-22");
    for (const std::string_view bad :
        {"", "2026112", "202611220", "20230229", "20261301", "20261100", "2026112x", "2026-1-2", "+0261122"})
        CHECK(test::error_of([&] { return parse_date(bad); }) == Errc::malformed_data);
}

TEST_CASE("date: years later")
{
    CHECK(add_years(parse_date("20261122"), 20) == parse_date("20461122"));
    CHECK(add_years(parse_date("20240229"), 1) == parse_date("20250228"));
    CHECK(add_years(parse_date("20240229"), 4) == parse_date("20280229"));
}

TEST_CASE("date: first second and day in UTC")
{
    CHECK(start_of(parse_date("19700102")).time_since_epoch() == std::chrono::hours{24});
    CHECK(day_of(start_of(parse_date("20261122")) + std::chrono::hours{23}) == parse_date("20261122"));
    CHECK(day_of(start_of(parse_date("20261122")) - std::chrono::seconds{1}) == parse_date("20261121"));
}
