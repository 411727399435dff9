// SPDX-License-Identifier: Apache-2.0
#include "card/lds/mrz.hpp"

#include "card/base/error.hpp"
#include "mrz_fields.hpp"
#include "mrz_names.hpp"

#include <algorithm>
#include <array>

namespace card::lds {

namespace {

using namespace zone;

constexpr std::size_t line_size = 30;
constexpr std::size_t optional_1_size = 15;
constexpr std::size_t optional_2_size = 11;

/// Letters, digits and spaces, which become fillers. [9303-3] §4.3
std::string padded(std::string_view field, const std::string& value, std::size_t size)
{
    if (value.size() > size)
        reject(field, "does not fit");
    std::string out = value;
    for (char& c : out) {
        if (c == ' ')
            c = filler;
        else if (!is_digit(c) && !is_letter(c))
            reject(field, "holds a character that the zone does not have");
    }
    return out + std::string(size - value.size(), filler);
}

/// Document number and optional data as they share the first line. A number of more than nine characters leaves a
/// filler instead of its check digit and goes on in the optional data. [9303-5] §4.2.2.1 note j
std::string number_and_optional_data(const Mrz& mrz)
{
    const std::string& number = mrz.document_number;
    if (number.size() <= number_size) {
        const std::string field = padded("document_number", number, number_size);
        return field + check_digit(field) + padded("optional_data_1", mrz.optional_data_1, optional_1_size);
    }
    if (number.size() > number_size + optional_1_size - 2)
        reject("document_number", "does not fit");
    const std::string field = padded("document_number", number, number.size());
    const std::string rest = field.substr(number_size) + check_digit(field) + filler;
    return field.substr(0, number_size) + filler + rest +
           padded("optional_data_1", mrz.optional_data_1, optional_1_size - rest.size());
}

/// Only letters, and spaces between the parts of a name. [9303-3] §4.6
void check_name(std::string_view field, std::string_view name)
{
    if (!std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || c == ' '; }))
        reject(field, "holds a character that names do not have");
}

std::string checked_name_line(const Mrz& mrz)
{
    check_name("primary_identifier", mrz.primary_identifier);
    check_name("secondary_identifier", mrz.secondary_identifier);
    if (mrz.primary_identifier.find_first_not_of(' ') == std::string::npos)
        reject("primary_identifier", "is empty");
    return name_line(mrz.primary_identifier, mrz.secondary_identifier);
}

/// The fields that the last check digit of TD1 covers. [9303-5] §4.2.4
std::string composite(std::string_view line_1, std::string_view line_2)
{
    return std::string{line_1.substr(5, 25)}
        .append(line_2.substr(0, 7))
        .append(line_2.substr(8, 7))
        .append(line_2.substr(18, optional_2_size));
}

} // namespace

std::string build_td1(const Mrz& mrz)
{
    check_date("date_of_birth", mrz.date_of_birth);
    check_date("date_of_expiry", mrz.date_of_expiry);
    const std::string line_1 = padded("document_code", mrz.document_code, 2) +
                               padded("issuing_state", mrz.issuing_state, 3) + number_and_optional_data(mrz);
    const std::string line_2 = mrz.date_of_birth + check_digit(mrz.date_of_birth) + checked_sex(mrz.sex) +
                               mrz.date_of_expiry + check_digit(mrz.date_of_expiry) +
                               padded("nationality", mrz.nationality, 3) +
                               padded("optional_data_2", mrz.optional_data_2, optional_2_size);
    return line_1 + line_2 + check_digit(composite(line_1, line_2)) + checked_name_line(mrz);
}

Mrz parse_td1(std::string_view text)
{
    check_zone(text, 3 * line_size);
    const std::string_view line_1 = text.substr(0, line_size);
    const std::string_view line_2 = text.substr(line_size, line_size);

    Mrz mrz;
    mrz.document_code = without_fillers(line_1.substr(0, 2));
    mrz.issuing_state = without_fillers(line_1.substr(2, 3));
    read_number_and_optional_data(mrz, line_1.substr(5));
    read_dates_and_sex(mrz, line_2);
    mrz.nationality = without_fillers(line_2.substr(15, 3));
    mrz.optional_data_2 = without_fillers(line_2.substr(18, optional_2_size));
    check("composite", composite(line_1, line_2), line_2[29]);
    read_names(mrz, text.substr(2 * line_size));
    return mrz;
}

std::string mrz_information(const Mrz& mrz)
{
    const std::string number =
        padded("document_number", mrz.document_number, std::max(number_size, mrz.document_number.size()));
    return number + check_digit(number) + mrz.date_of_birth + check_digit(mrz.date_of_birth) + mrz.date_of_expiry +
           check_digit(mrz.date_of_expiry);
}

std::optional<Date> expiry_of(const Mrz& mrz, std::optional<Date> issued)
{
    if (mrz.date_of_expiry.find(filler) != std::string::npos)
        return std::nullopt;
    const int first_century = issued ? static_cast<int>(issued->year()) / 100 : 20;
    for (const int century : {first_century, first_century + 1}) {
        try {
            const Date expiry = parse_date(std::to_string(century) + mrz.date_of_expiry);
            if (!issued || expiry >= *issued)
                return expiry;
        } catch (const Error&) { // 31 February and the like; 29 February may exist a century later
        }
    }
    return std::nullopt;
}

} // namespace card::lds
