// SPDX-License-Identifier: Apache-2.0
#include "intake/masking.hpp"

#include "card/text/canonical.hpp"

#include <algorithm>

namespace perso::intake {

namespace {

constexpr std::string_view left_out = "•";
constexpr std::size_t digits_shown = 3;
constexpr std::size_t digits_of_year = 4;

/// Whether a character of a text in UTF-8 begins with this byte. [RFC3629] §3
bool begins_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// The first character of a text in UTF-8, with its Lao vowel signs and tone left out.
std::string_view first_letter(std::string_view value)
{
    std::size_t end = value.empty() ? 0 : 1;
    while (end < value.size() && !begins_character(value[end]))
        ++end;
    return value.substr(0, end);
}

/// The last characters of a text; none of a short number, of which they would be most.
std::string_view last_characters(std::string_view value)
{
    const auto characters = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), begins_character));
    if (characters <= 2 * digits_shown)
        return {};
    std::size_t at = value.size();
    for (std::size_t taken = 0; taken < digits_shown;)
        if (begins_character(value[--at]))
            ++taken;
    return value.substr(at);
}

/// The year of one of the forms of a date: it is the part of four digits.
std::string year_of(std::string_view date)
{
    std::size_t run = 0;
    for (std::size_t i = 0; i < date.size(); ++i) {
        run = date[i] >= '0' && date[i] <= '9' ? run + 1 : 0;
        if (run == digits_of_year)
            return std::string{date.substr(i + 1 - digits_of_year, digits_of_year)};
    }
    return std::string{left_out};
}

/// Records have digits as they were typed, Lao ones too; what is left of them is shown in ASCII.
std::string masked(std::string_view value, Mask mask)
{
    switch (mask) {
    case Mask::plain:
        return std::string{value};
    case Mask::initial:
        return std::string{first_letter(value)}.append(left_out);
    case Mask::last_digits:
        return std::string{left_out}.append(last_characters(card::text::ascii_digits(value)));
    case Mask::year:
        return year_of(card::text::ascii_digits(value));
    case Mask::hidden:
        break;
    }
    return std::string{left_out};
}

} // namespace

std::string shown(std::string_view path, std::string_view value, Viewer viewer)
{
    const Field* const field = find_field(path);
    if (value.empty())
        return {};
    if (!field)
        return std::string{left_out};
    return viewer == Viewer::approver ? std::string{value} : masked(value, field->mask);
}

std::vector<ShownField> shown_record(std::string_view json, Viewer viewer)
{
    const auto record = nlohmann::json::parse(json);
    std::vector<ShownField> out;
    const auto add = [&](const Field& field, const std::string& path) {
        const auto pointer = pointer_to(path);
        if (record.contains(pointer) && record.at(pointer).is_string())
            out.push_back({path, field.label, shown(path, record.at(pointer).get<std::string>(), viewer)});
    };
    for (const std::string& path : all_paths())
        add(*find_field(path), path);
    return out;
}

nlohmann::json returned_fields(const nlohmann::json& record)
{
    nlohmann::json out = nlohmann::json::object();
    for (const Field& field : all_fields())
        if (field.returned && record.contains(pointer_to(field.path)))
            out[pointer_to(field.path)] = record.at(pointer_to(field.path));
    return out;
}

} // namespace perso::intake
