// SPDX-License-Identifier: Apache-2.0
#include "card/text/partial_date.hpp"

#include "card/base/error.hpp"
#include "card/text/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace card::text {

namespace {

constexpr int first_buddhist_year = 2400; // 1857; nobody alive was born then, and no such Gregorian year is near

bool is_number(std::string_view digits)
{
    return !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// At most four digits.
unsigned number(std::string_view digits)
{
    unsigned value = 0;
    for (const char digit : digits)
        value = value * 10 + static_cast<unsigned>(digit - '0');
    return value;
}

/// Year, month and day as written, the year first; empty if the text has none of the forms.
std::vector<std::string_view> parts_of(std::string_view date)
{
    const char separator = date.find('/') == date.npos ? '-' : '/';
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= date.size();) {
        const std::size_t end = std::min(date.find(separator, begin), date.size());
        parts.push_back(date.substr(begin, end - begin));
        begin = end + 1;
    }
    if (separator == '/')
        std::reverse(parts.begin(), parts.end());
    const bool well_formed = parts.size() <= 3 && std::all_of(parts.begin(), parts.end(), is_number) &&
                             parts.front().size() == 4 &&
                             std::all_of(parts.begin() + 1, parts.end(), [](auto part) { return part.size() == 2; });
    return well_formed ? parts : std::vector<std::string_view>{};
}

/// The parts that are known; nothing if no such day exists.
std::optional<PartialDate> calendar_date(unsigned year, std::optional<unsigned> month, std::optional<unsigned> day)
{
    PartialDate date{.year = std::chrono::year{static_cast<int>(year)}};
    if (month)
        date.month = std::chrono::month{*month};
    if (day)
        date.day = std::chrono::day{*day};
    const bool exists = year > 0 && date.month.value_or(std::chrono::January).ok() && date.earliest().ok();
    return exists ? std::optional{date} : std::nullopt;
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
    return Date{year / month.value_or(std::chrono::December) / std::chrono::last};
}

std::variant<PartialDate, DateFault> parse_partial_date(std::string_view utf8)
{
    std::string text;
    try {
        text = ascii_digits(utf8);
    } catch (const Error&) {
        return DateFault::format;
    }
    std::string_view digits = text;
    const bool estimated = digits.ends_with('~');
    if (estimated)
        digits.remove_suffix(1);
    const auto parts = parts_of(digits);
    if (parts.empty() || (estimated && parts.size() > 1))
        return DateFault::format;
    const unsigned year = number(parts[0]);
    if (year >= first_buddhist_year)
        return DateFault::buddhist_year;
    const auto part = [&](std::size_t i) { return i < parts.size() ? std::optional{number(parts[i])} : std::nullopt; };
    auto date = calendar_date(year, part(1), part(2));
    if (!date)
        return DateFault::no_such_day;
    date->estimated = estimated;
    return *date;
}

std::optional<PartialDate> from_digits(std::string_view digits)
{
    if (digits.size() != 8 || !is_number(digits))
        return std::nullopt;
    const auto part = [&](std::size_t at) {
        const unsigned value = number(digits.substr(at, 2));
        return value == 0 ? std::nullopt : std::optional{value};
    };
    const auto month = part(4);
    const auto day = part(6);
    if (day && !month)
        return std::nullopt;
    return calendar_date(number(digits.substr(0, 4)), month, day);
}

std::string to_digits(const PartialDate& date)
{
    return fmt::format(
        "{:04}{:02}{:02}", int{date.year}, date.month ? unsigned{*date.month} : 0, date.day ? unsigned{*date.day} : 0);
}

std::string to_text(const PartialDate& date)
{
    std::string text = fmt::format("{:04}", int{date.year});
    if (date.month)
        text += fmt::format("-{:02}", unsigned{*date.month});
    if (date.day)
        text += fmt::format("-{:02}", unsigned{*date.day});
    return date.estimated ? text + '~' : text;
}

int age_on(Date birth, Date day)
{
    const int years = int{day.year()} - int{birth.year()};
    const bool before_birthday = day.month() / day.day() < birth.month() / birth.day();
    return before_birthday ? years - 1 : years;
}

AgeRange age_on(const PartialDate& birth, Date day)
{
    return {.least = age_on(birth.latest(), day), .most = age_on(birth.earliest(), day)};
}

} // namespace card::text
