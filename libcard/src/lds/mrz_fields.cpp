// SPDX-License-Identifier: Apache-2.0
#include "mrz_fields.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <array>

namespace card::lds {

namespace zone {

namespace {

/// The parts of a name with one space between them, however many fillers an issuer put there.
std::string name_of(std::string_view text)
{
    std::string name;
    for (const char c : text) {
        if (c != filler)
            name += c;
        else if (!name.empty() && name.back() != ' ')
            name += ' ';
    }
    name.erase(name.find_last_not_of(' ') + 1);
    return name;
}

} // namespace

void reject(std::string_view field, const char* sentence)
{
    throw Error{Errc::malformed_data, Step{"MRZ"}, sentence}.with_field(std::string{field});
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

void check_zone(std::string_view text, std::size_t size)
{
    if (text.size() != size)
        reject("length", "is none of the sizes that documents have");
    const auto in_zone = [](char c) { return is_digit(c) || is_letter(c) || c == filler; };
    if (!std::all_of(text.begin(), text.end(), in_zone))
        reject("length", "holds a character that the zone does not have");
}

/// YYMMDD; unknown parts are fillers. [9303-3] §4.8
void check_date(std::string_view field, std::string_view date)
{
    if (date.size() != 6)
        reject(field, "is not six characters");
    for (std::size_t i = 0; i < 6; i += 2) {
        const std::string_view part = date.substr(i, 2);
        const bool unknown = part == "<<";
        if (!unknown && !(is_digit(part[0]) && is_digit(part[1])))
            reject(field, "is no date");
        const int number = unknown ? 1 : (part[0] - '0') * 10 + (part[1] - '0');
        if ((i == 2 && (number < 1 || number > 12)) || (i == 4 && (number < 1 || number > 31)))
            reject(field, "is no date");
    }
}

char checked_sex(char sex)
{
    if (sex != 'M' && sex != 'F' && sex != filler)
        reject("sex", "is none of M, F and <");
    return sex;
}

std::string without_fillers(std::string_view text)
{
    std::string out{text};
    out.erase(out.find_last_not_of(filler) + 1);
    std::replace(out.begin(), out.end(), filler, ' ');
    return out;
}

void check(std::string_view field, std::string_view data, char digit)
{
    if (check_digit(data) != digit)
        reject(field, "check digit is wrong");
}

void read_number_and_optional_data(Mrz& mrz, std::string_view text)
{
    const std::string_view number = text.substr(0, number_size);
    const std::string_view optional = text.substr(number_size + 1);
    if (text[number_size] != filler) {
        check("document_number", number, text[number_size]);
        mrz.document_number = without_fillers(number);
        mrz.optional_data_1 = without_fillers(optional);
        return;
    }
    const std::size_t end = optional.find(filler);
    if (end == std::string_view::npos || end < 2)
        reject("document_number", "has no check digit");
    mrz.document_number = std::string{number}.append(optional.substr(0, end - 1));
    check("document_number", mrz.document_number, optional[end - 1]);
    mrz.optional_data_1 = without_fillers(optional.substr(end + 1));
}

void read_names(Mrz& mrz, std::string_view field)
{
    const std::size_t gap = field.find("<<");
    mrz.primary_identifier = name_of(field.substr(0, gap));
    if (mrz.primary_identifier.empty())
        reject("primary_identifier", "is empty");
    if (gap != std::string_view::npos)
        mrz.secondary_identifier = name_of(field.substr(gap + 2));
}

void read_dates_and_sex(Mrz& mrz, std::string_view text)
{
    mrz.date_of_birth = text.substr(0, 6);
    check_date("date_of_birth", mrz.date_of_birth);
    check("date_of_birth", mrz.date_of_birth, text[6]);
    mrz.sex = checked_sex(text[7]);
    mrz.date_of_expiry = text.substr(8, 6);
    check_date("date_of_expiry", mrz.date_of_expiry);
    check("date_of_expiry", mrz.date_of_expiry, text[14]);
}

} // namespace zone

char check_digit(std::string_view text)
{
    constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!zone::is_digit(c) && !zone::is_letter(c) && c != zone::filler)
            throw Error{Errc::malformed_data, "no character of a machine readable zone"};
        const int value = zone::is_digit(c) ? c - '0' : zone::is_letter(c) ? c - 'A' + 10 : 0;
        sum += value * weights[i % weights.size()];
    }
    return static_cast<char>('0' + sum % 10);
}

} // namespace card::lds
