// SPDX-License-Identifier: Apache-2.0
#include "card/base/date.hpp"

#include "card/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace card {

namespace {

bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

int number(std::string_view digits)
{
    int value = 0;
    for (const char digit : digits)
        value = value * 10 + (digit - '0');
    return value;
}

std::string write(Date date, const char* separator)
{
    return fmt::format("{:04}{}{:02}{}{:02}", static_cast<int>(date.year()), separator,
        static_cast<unsigned>(date.month()), separator, static_cast<unsigned>(date.day()));
}

} // namespace

Date parse_date(std::string_view digits)
{
    if (digits.size() != 8 || !std::all_of(digits.begin(), digits.end(), is_digit))
        throw Error{Errc::malformed_data, "a date is eight digits"};
    const Date date{std::chrono::year{number(digits.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number(digits.substr(4, 2)))},
        std::chrono::day{static_cast<unsigned>(number(digits.substr(6)))}};
    if (!date.ok())
        throw Error{Errc::malformed_data, "no day of the calendar"};
    return date;
}

std::string to_digits(Date date)
{
    return write(date, "");
}

std::string to_text(Date date)
{
    return write(date, "-");
}

Date add_years(Date date, int years)
{
    const Date moved = date + std::chrono::years{years};
    return moved.ok() ? moved : Date{moved.year() / moved.month() / std::chrono::last};
}

} // namespace card
