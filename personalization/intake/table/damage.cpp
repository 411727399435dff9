// SPDX-License-Identifier: Apache-2.0
#include "intake/table/damage.hpp"

#include "card/text/canonical.hpp"
#include "text.hpp"

#include <algorithm>

namespace perso::intake {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view value)
{
    return !value.empty() && std::all_of(value.begin(), value.end(), is_digit);
}

/// 1.2E+14, 1,01199E+14, 8E12
bool is_rounded(std::string_view value)
{
    const std::size_t e = value.find_first_of("Ee");
    if (e == value.npos)
        return false;
    const std::string_view mantissa = value.substr(0, e);
    std::string_view exponent = value.substr(e + 1);
    if (exponent.starts_with('+'))
        exponent.remove_prefix(1);
    const std::size_t point = mantissa.find_first_of(".,");
    return all_digits(exponent) && all_digits(mantissa.substr(0, point)) &&
           (point == mantissa.npos || all_digits(mantissa.substr(point + 1)));
}

bool is_number_column(std::string_view path)
{
    return path == "personal_number" || path == "household_book" || path == "earlier_card" || path == "application" ||
           path.ends_with(".telephone");
}

constexpr std::size_t shortest_personal_number = 12;
constexpr std::size_t digits_of_day_count = 5; ///< of the days from 1927 to 2173

} // namespace

rules::Reason damage(std::string_view path, std::string_view cell)
{
    const std::string value = card::text::ascii_digits(std::string{cell});
    if (is_number_column(path) && is_rounded(value))
        return text("a number that a spreadsheet program rounded: make the column a text and enter it anew");
    if (path == "personal_number" && all_digits(value) && value.size() < shortest_personal_number)
        return text("fewer than 12 digits, as when a spreadsheet program drops leading zeros: make the column a text");
    if (path == "birth_date" && all_digits(value) && value.size() == digits_of_day_count)
        return text("the day count of a spreadsheet program: make the column a text and enter the date anew");
    if (value.find("??") != value.npos)
        return text("question marks in place of letters: it was saved in an encoding without them");
    return std::nullopt;
}

} // namespace perso::intake
