// SPDX-License-Identifier: Apache-2.0
#include "intake/damage.hpp"

#include "base/text.hpp"
#include "card/text/canonical.hpp"

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

/// A number of one or two digits, 0 for anything else.
unsigned short_number(std::string_view digits)
{
    unsigned number = 0;
    if (all_digits(digits) && digits.size() <= 2)
        for (const char digit : digits)
            number = number * 10 + static_cast<unsigned>(digit - '0');
    return number;
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

bool is_lao_column(std::string_view path)
{
    return path.starts_with("name.lao.") || path.find("birth_place.") != path.npos ||
           path.find("address.") != path.npos || (path.starts_with("notify[") && path.ends_with(".name"));
}

/// Lao letters are U+0E80 to U+0EFF, in UTF-8 E0 BA 80 to E0 BB BF.
bool has_lao(std::string_view value)
{
    return value.find("\xE0\xBA") != value.npos || value.find("\xE0\xBB") != value.npos;
}

/// Those three bytes, each taken for a letter of Latin-1: àº, à».
bool is_utf8_read_as_latin(std::string_view value)
{
    return value.find("\xC3\xA0\xC2\xBA") != value.npos || value.find("\xC3\xA0\xC2\xBB") != value.npos;
}

/// A font before Unicode (Saysettha Lao, Alice, Lao 2000 and others) draws Lao over the signs of a Latin keyboard: the
/// value has no Lao letter, but signs that no word in Latin letters has, or letters of Latin-1.
bool is_old_font(std::string_view value)
{
    if (has_lao(value))
        return false;
    const auto of_latin1 = [](char c) { return c == '\xC2' || c == '\xC3'; };
    if (std::any_of(value.begin(), value.end(), of_latin1))
        return true;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto no_word = [](char c) {
        return std::string_view{"[]{};:,/=+<>|@#$%^&*_\\\"0123456789"}.find(c) != std::string_view::npos;
    };
    return std::any_of(value.begin(), value.end(), letter) && std::any_of(value.begin(), value.end(), no_word);
}

constexpr std::size_t shortest_personal_number = 12;
constexpr unsigned most_months = 12;
constexpr unsigned most_days = 31;
constexpr std::size_t digits_of_day_count = 5; ///< of the days from 1927 to 2173

} // namespace

rules::Reason damage(std::string_view path, std::string_view written)
{
    const std::string value = card::text::ascii_digits(std::string{written});
    if (is_number_column(path) && is_rounded(value))
        return text("a number that a spreadsheet program rounded: make the column a text and enter it anew");
    if (path == "personal_number" && all_digits(value) && value.size() < shortest_personal_number)
        return text("fewer than 12 digits, as when a spreadsheet program drops leading zeros: make the column a text");
    if (path == "birth_date" && all_digits(value) && value.size() == digits_of_day_count)
        return text("the day count of a spreadsheet program: make the column a text and enter the date anew");
    if (is_utf8_read_as_latin(value))
        return text("UTF-8 that a program read as another encoding: open it as UTF-8 and save it anew");
    if (is_lao_column(path) && is_old_font(value))
        return text("letters of an old Lao font (Saysettha Lao, Alice and others), which is no Unicode: convert the "
                    "column, or enter it anew");
    if (value.find("??") != value.npos)
        return text("question marks in place of letters: it was saved in an encoding without them");
    return std::nullopt;
}

bool has_month_first(std::string_view path, std::string_view written)
{
    if (path != "birth_date")
        return false;
    const std::string value = card::text::ascii_digits(written);
    const std::string_view date{value};
    const std::size_t first = date.find('/');
    const std::size_t second = first == date.npos ? first : date.find('/', first + 1);
    if (second == date.npos)
        return false;
    const unsigned month = short_number(date.substr(0, first));
    const unsigned day = short_number(date.substr(first + 1, second - first - 1));
    return month >= 1 && month <= most_months && day > most_months && day <= most_days;
}

} // namespace perso::intake
