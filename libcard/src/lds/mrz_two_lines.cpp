// SPDX-License-Identifier: Apache-2.0
#include "card/lds/mrz.hpp"

#include "mrz_fields.hpp"

namespace card::lds {

namespace {

using namespace zone;

constexpr std::size_t td2_line = 36;
constexpr std::size_t td3_line = 44;

/// Passports and documents of their form have the same fields in the same places; the lines are of different lengths.
/// Without the number, and without what stands at the end of the second line. [9303-4] §4.2.2, [9303-6] §4.2.2
Mrz read_two_lines(std::string_view line_1, std::string_view line_2)
{
    Mrz mrz;
    mrz.document_code = without_fillers(line_1.substr(0, 2));
    mrz.issuing_state = without_fillers(line_1.substr(2, 3));
    read_names(mrz, line_1.substr(5));
    mrz.nationality = without_fillers(line_2.substr(10, 3));
    read_dates_and_sex(mrz, line_2.substr(13));
    const std::size_t last = line_2.size() - 1;
    check("composite",
        std::string{line_2.substr(0, 10)}.append(line_2.substr(13, 7)).append(line_2.substr(21, last - 21)),
        line_2[last]);
    return mrz;
}

} // namespace

Mrz parse_td2(std::string_view text)
{
    check_zone(text, 2 * td2_line);
    const std::string_view line_2 = text.substr(td2_line);
    Mrz mrz = read_two_lines(text.substr(0, td2_line), line_2);
    read_number_and_optional_data(mrz, std::string{line_2.substr(0, 10)}.append(line_2.substr(28, 7)));
    return mrz;
}

Mrz parse_td3(std::string_view text)
{
    check_zone(text, 2 * td3_line);
    const std::string_view line_2 = text.substr(td3_line);
    Mrz mrz = read_two_lines(text.substr(0, td3_line), line_2);
    const std::string_view number = line_2.substr(0, number_size);
    check("document_number", number, line_2[number_size]);
    mrz.document_number = without_fillers(number);
    const std::string_view personal_number = line_2.substr(28, 14);
    mrz.optional_data_1 = without_fillers(personal_number);
    if (!mrz.optional_data_1.empty() || line_2[42] != filler) // without a number there may be a filler
        check("optional_data_1", personal_number, line_2[42]);
    return mrz;
}

Mrz parse_mrz(std::string_view text)
{
    switch (text.size()) {
    case 2 * td2_line:
        return parse_td2(text);
    case 2 * td3_line:
        return parse_td3(text);
    default:
        return parse_td1(text);
    }
}

} // namespace card::lds
