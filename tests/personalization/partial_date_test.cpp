// SPDX-License-Identifier: Apache-2.0
#include "intake/partial_date.hpp"

#include <doctest/doctest.h>

using namespace perso::intake;
using namespace std::chrono_literals;

TEST_CASE("partial date: as far as it is known")
{
    CHECK(to_text(*parse_partial_date("1990-05-12")) == "1990-05-12");
    CHECK(to_text(*parse_partial_date("1990-05")) == "1990-05");
    CHECK(to_text(*parse_partial_date("1990")) == "1990");
    CHECK(parse_partial_date("2000-02-29"));
}

TEST_CASE("partial date: what is no date of the calendar")
{
    for (const char* text : {"", "199", "0000", "1990-", "1990-5", "1990-13", "1990-00", "1990-05-32", "1990-05-00",
             "1990-02-29", "1900-02-29", "1990/05/12", "1990-05-1a", "19900512", "1990-05-12 "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_partial_date(text));
    }
}

TEST_CASE("partial date: the days that it may mean")
{
    const auto february = *parse_partial_date("2000-02");
    CHECK(february.earliest() == 2000y / 2 / 1);
    CHECK(february.latest() == 2000y / 2 / 29);
    const auto year = *parse_partial_date("1961");
    CHECK(year.earliest() == 1961y / 1 / 1);
    CHECK(year.latest() == 1961y / 12 / 31);
}

TEST_CASE("partial date: completed years")
{
    CHECK(age_on(1990y / 5 / 12, 2026y / 5 / 11) == 35);
    CHECK(age_on(1990y / 5 / 12, 2026y / 5 / 12) == 36);
    CHECK(age_on(2008y / 2 / 29, 2026y / 2 / 28) == 17);
    CHECK(age_on(2008y / 2 / 29, 2026y / 3 / 1) == 18);
}
