// SPDX-License-Identifier: Apache-2.0
#include "card/text/partial_date.hpp"

#include <doctest/doctest.h>

using namespace card::text;
using namespace std::chrono_literals;

namespace {

PartialDate read(std::string_view text)
{
    return std::get<PartialDate>(parse_partial_date(text));
}

DateFault fault(std::string_view text)
{
    return std::get<DateFault>(parse_partial_date(text));
}

} // namespace

TEST_CASE("partial date: as far as it is known, in every form")
{
    for (const char* text : {"1990-05-12", "12/05/1990", "໑໙໙໐-໐໕-໑໒", "໑໒/໐໕/໑໙໙໐", "12/05/໑໙໙໐"})
        CHECK(to_text(read(text)) == "1990-05-12");
    for (const char* text : {"1990-05", "05/1990", "໐໕/໑໙໙໐"})
        CHECK(to_text(read(text)) == "1990-05");
    for (const char* text : {"1990", "໑໙໙໐"})
        CHECK(to_text(read(text)) == "1990");
    CHECK(read("2000-02-29").day == 29d);
    CHECK(read("1960~").estimated);
    CHECK(to_text(read("1960~")) == "1960~");
}

TEST_CASE("partial date: what has none of the forms")
{
    for (const char* text :
        {"", "199", "19900", "1990-", "1990-5", "1990-005", "-1990", "/1990", "1990/05/12", "12-05-1990", "1990-05-1a",
            "19900512", "1990-05-12 ", "12/05/90", "5/12/1990", "1990-05-12-01", "1990-05~", "~", "\xE0"}) {
        CAPTURE(std::string{text});
        CHECK(fault(text) == DateFault::format);
    }
}

TEST_CASE("partial date: what is no day of the calendar")
{
    for (const char* text : {"0000", "1990-13", "1990-00", "1990-05-32", "1990-05-00", "1990-02-29", "1900-02-29",
             "31/04/1990", "00/05/1990", "12/13/1990"}) {
        CAPTURE(std::string{text});
        CHECK(fault(text) == DateFault::no_such_day);
    }
}

TEST_CASE("partial date: a Buddhist year is told from a date that is wrong")
{
    for (const char* text : {"2533-05-12", "12/05/2533", "໒໕໓໓", "2569", "2400"})
        CHECK(fault(text) == DateFault::buddhist_year);
    CHECK(to_text(read("2399")) == "2399");
}

TEST_CASE("partial date: as DG11 has it")
{
    for (const char* digits : {"19900512", "19900500", "19900000"})
        CHECK(to_digits(*from_digits(digits)) == digits);
    CHECK(*from_digits("19900500") == read("1990-05"));
    for (const char* digits : {"", "1990051", "19900012", "19901300", "00000000", "1990051a", "19900230"})
        CHECK_FALSE(from_digits(digits));
}

TEST_CASE("partial date: the days that it may mean")
{
    const auto february = read("2000-02");
    CHECK(february.earliest() == 2000y / 2 / 1);
    CHECK(february.latest() == 2000y / 2 / 29);
    const auto year = read("1961");
    CHECK(year.earliest() == 1961y / 1 / 1);
    CHECK(year.latest() == 1961y / 12 / 31);
    CHECK(read("1990-05-12").latest() == 1990y / 5 / 12);
}

TEST_CASE("partial date: the age is a range unless the birthday is known well enough")
{
    const card::Date day = 2026y / 5 / 12;
    CHECK(age_on(read("1990-05-12"), day) == AgeRange{36, 36});
    CHECK(age_on(read("1990-05-13"), day) == AgeRange{35, 35});
    CHECK(age_on(read("1990-05"), day) == AgeRange{35, 36});
    CHECK(age_on(read("1990-04"), day) == AgeRange{36, 36});
    CHECK(age_on(read("1990"), day) == AgeRange{35, 36});
    CHECK(age_on(read("1990"), 2026y / 12 / 31) == AgeRange{36, 36});
    CHECK(age_on(read("2026"), day) == AgeRange{-1, 0});
}

TEST_CASE("partial date: completed years, 29 February from 1 March")
{
    CHECK(age_on(1990y / 5 / 12, 2026y / 5 / 11) == 35);
    CHECK(age_on(1990y / 5 / 12, 2026y / 5 / 12) == 36);
    CHECK(age_on(2008y / 2 / 29, 2026y / 2 / 28) == 17);
    CHECK(age_on(2008y / 2 / 29, 2026y / 3 / 1) == 18);
}

TEST_CASE("partial date: written for people, months in Lao as in CLDR")
{
    CHECK(written(read("1990-05-12"), Language::english) == "12 May 1990");
    CHECK(written(read("1990-05"), Language::english) == "May 1990");
    CHECK(written(read("1990"), Language::english) == "1990");
    CHECK(written(read("1990-05-12"), Language::lao) == "12 ພຶດສະພາ 1990");
    CHECK(written(read("1990-05"), Language::lao) == "ພຶດສະພາ 1990");
    CHECK(written(read("1990"), Language::lao) == "1990");
    CHECK(written(read("2099-12-31"), Language::lao) == "31 ທັນວາ 2099");
    CHECK(written(read("1901-01-01"), Language::english) == "1 January 1901");
}
