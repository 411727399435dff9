// SPDX-License-Identifier: Apache-2.0
#include "intake/partial_date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace perso::intake {

namespace {

std::optional<int> number(std::string_view digits, std::size_t width)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.size() != width || !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// Reads "-dd" with a value of at least 1.
std::optional<unsigned> part(std::string_view text)
{
    if (text.size() != 3 || text[0] != '-')
        return std::nullopt;
    const auto value = number(text.substr(1), 2);
    return value && *value > 0 ? std::optional{static_cast<unsigned>(*value)} : std::nullopt;
}

Date last_day_of(std::chrono::year year, std::chrono::month month)
{
    return Date{year / month / std::chrono::last};
}

} // namespace

Date PartialDate::earliest() const
{
    return year / month.value_or(std::chrono::January) / day.value_or(std::chrono::day{1});
}

Date PartialDate::latest() const
{
    if (day)
        return year / *month / *day;
    return last_day_of(year, month.value_or(std::chrono::December));
}

std::optional<PartialDate> parse_partial_date(std::string_view text)
{
    if (text.size() != 4 && text.size() != 7 && text.size() != 10)
        return std::nullopt;
    const auto year = number(text.substr(0, 4), 4);
    if (!year || *year == 0)
        return std::nullopt;
    PartialDate date{.year = std::chrono::year{*year}};
    if (text.size() == 4)
        return date;
    const auto month = part(text.substr(4, 3));
    if (!month || *month > 12)
        return std::nullopt;
    date.month = std::chrono::month{*month};
    if (text.size() == 7)
        return date;
    const auto day = part(text.substr(7, 3));
    if (!day || !Date{date.year / *date.month / std::chrono::day{*day}}.ok())
        return std::nullopt;
    date.day = std::chrono::day{*day};
    return date;
}

std::string to_text(const PartialDate& date)
{
    std::string text = fmt::format("{:04}", int{date.year});
    if (date.month)
        text += fmt::format("-{:02}", unsigned{*date.month});
    if (date.day)
        text += fmt::format("-{:02}", unsigned{*date.day});
    return text;
}

int age_on(Date birth, Date day)
{
    const int years = int{day.year()} - int{birth.year()};
    const bool before_birthday = day.month() / day.day() < birth.month() / birth.day();
    return before_birthday ? years - 1 : years;
}

} // namespace perso::intake
