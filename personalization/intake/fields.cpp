// SPDX-License-Identifier: Apache-2.0
#include "intake/fields.hpp"

#include "base/text.hpp"
#include "intake/file_name.hpp"

#include <algorithm>
#include <array>

namespace perso::intake {

namespace {

using enum Presence;
using C = DataClass;
using M = Mask;

constexpr bool returned = true; // to the registry, in a result
constexpr bool stays = false;   // in the office

// clang-format off
constexpr std::array fields{
    // path                        presence  class        mask            result    rule                       what a person reads
    Field{"application",               required, C::general,  M::plain,       returned, rules::application_number, text("Application")},
    Field{"card_type",                 required, C::general,  M::plain,       stays,    nullptr,                   text("Type of card")},
    Field{"earlier_card",              optional, C::general,  M::plain,       stays,    rules::earlier_card,       text("Earlier card")},
    Field{"personal_number",           required, C::specific, M::last_digits, stays,    rules::personal_number,    text("Personal number")},
    Field{"name.lao.title",            optional, C::general,  M::plain,       stays,    rules::lao_title,          text("Title")},
    Field{"name.lao.given",            required, C::general,  M::initial,     stays,    rules::lao_name,           text("Given name")},
    Field{"name.lao.family",           optional, C::general,  M::initial,     stays,    rules::lao_name,           text("Family name")},
    Field{"name.latin.title",          optional, C::general,  M::plain,       stays,    rules::latin_title,        text("Title in Latin letters")},
    Field{"name.latin.given",          required, C::general,  M::initial,     stays,    rules::latin_name,         text("Given name in Latin letters")},
    Field{"name.latin.family",         optional, C::general,  M::initial,     stays,    rules::latin_name,         text("Family name in Latin letters")},
    Field{"name.begins_like_title",    flag,     C::general,  M::plain,       stays,    rules::confirmation,       text("Name that begins like a title")},
    Field{"sex",                       required, C::general,  M::plain,       stays,    nullptr,                   text("Sex")},
    Field{"birth_date",                required, C::general,  M::year,        stays,    rules::calendar_date,      text("Date of birth")},
    Field{"birth_place.village",       required, C::general,  M::hidden,      stays,    rules::lao_text,           text("Village of birth")},
    Field{"birth_place.district",      required, C::general,  M::hidden,      stays,    rules::lao_text,           text("District of birth")},
    Field{"birth_place.province",      required, C::general,  M::plain,       stays,    rules::lao_text,           text("Province of birth")},
    Field{"address.village",           required, C::general,  M::hidden,      stays,    rules::lao_text,           text("Village")},
    Field{"address.district",          required, C::general,  M::hidden,      stays,    rules::lao_text,           text("District")},
    Field{"address.province",          required, C::general,  M::plain,       stays,    rules::lao_text,           text("Province")},
    Field{"household_book",            required, C::specific, M::last_digits, stays,    rules::household_book,     text("Household book")},
    Field{"photograph",                required, C::specific, M::hidden,      stays,    file_name,                 text("Photograph")},
    Field{"signature",                 optional, C::specific, M::hidden,      stays,    file_name,                 text("Signature")},
    Field{"notify[].name",             optional, C::general,  M::initial,     stays,    rules::lao_name,           text("Whom to tell: name")},
    Field{"notify[].telephone",        optional, C::general,  M::last_digits, stays,    rules::telephone,          text("Whom to tell: telephone")},
    Field{"notify[].address.village",  optional, C::general,  M::hidden,      stays,    rules::lao_text,           text("Whom to tell: village")},
    Field{"notify[].address.district", optional, C::general,  M::hidden,      stays,    rules::lao_text,           text("Whom to tell: district")},
    Field{"notify[].address.province", optional, C::general,  M::plain,       stays,    rules::lao_text,           text("Whom to tell: province")},
    Field{"household",                 flag,     C::general,  M::plain,       stays,    rules::together,           text("Household together")},
};

// The card has no room for them, the office no right to them; whoever sends them is told so and nothing else is kept.
constexpr std::array prohibited{
    Field{"religion",           optional, C::prohibited, M::hidden, stays, nullptr, text("Religion")},
    Field{"ethnicity",          optional, C::prohibited, M::hidden, stays, nullptr, text("Ethnic group")},
    Field{"race",               optional, C::prohibited, M::hidden, stays, nullptr, text("Race")},
    Field{"political_opinion",  optional, C::prohibited, M::hidden, stays, nullptr, text("Political opinion")},
    Field{"health",             optional, C::prohibited, M::hidden, stays, nullptr, text("Health")},
    Field{"medical_history",    optional, C::prohibited, M::hidden, stays, nullptr, text("Medical history")},
    Field{"criminal_record",    optional, C::prohibited, M::hidden, stays, nullptr, text("Criminal record")},
    Field{"financial_standing", optional, C::prohibited, M::hidden, stays, nullptr, text("Financial standing")},
    Field{"fingerprints",       optional, C::prohibited, M::hidden, stays, nullptr, text("Fingerprints")},
};

// clang-format on

/// `notify[1].name` as the table has it: `notify[].name`.
std::string without_index(std::string_view path)
{
    std::string out;
    bool inside = false;
    for (const char c : path) {
        inside = inside && c != ']';
        if (!inside)
            out += c;
        inside = inside || c == '[';
    }
    return out;
}

std::vector<std::string> write_out()
{
    constexpr std::string_view list = "notify[]";
    std::vector<std::string> paths;
    std::vector<std::string_view> of_list; // each contact has all of them before the next begins
    for (const Field& field : fields) {
        if (field.path.starts_with(list)) {
            of_list.push_back(field.path.substr(list.size()));
            continue;
        }
        for (std::size_t i = 0; !of_list.empty() && i < most_contacts; ++i)
            for (const std::string_view rest : of_list)
                paths.push_back("notify[" + std::to_string(i) + "]" + std::string{rest});
        of_list.clear();
        paths.emplace_back(field.path);
    }
    return paths;
}

/// What a class allows its fields.
constexpr bool keeps_to_its_class(const Field& field)
{
    switch (field.data_class) {
    case C::general:
        return true;
    case C::specific:
        return field.mask != M::plain && !field.returned;
    case C::prohibited:
        return field.mask == M::hidden && !field.returned;
    }
    return false;
}

constexpr bool is_prohibited_class(const Field& field)
{
    return field.data_class == C::prohibited;
}

/// `name` of `name.lao.given`, `notify` of `notify[].name`.
constexpr std::string_view top_of(std::string_view path)
{
    return path.substr(0, path.find_first_of(".["));
}

/// A record is parted by its keys at the top.
constexpr bool has_the_class_of_its_key(const Field& field)
{
    return std::all_of(fields.begin(), fields.end(), [&](const Field& other) {
        return top_of(other.path) != top_of(field.path) || other.data_class == field.data_class;
    });
}

struct LongestKept {
    DataClass data_class;
    std::chrono::days time;
};

/// The most of each class, whatever the settings say.
constexpr std::array longest_kept{
    LongestKept{C::general, std::chrono::days{3653}},
    LongestKept{C::specific, std::chrono::days{90}}, // until then a card that comes back is compared with its record
    LongestKept{C::prohibited, std::chrono::days{0}},
};

static_assert(std::all_of(fields.begin(), fields.end(), has_the_class_of_its_key));
static_assert(std::all_of(fields.begin(), fields.end(), keeps_to_its_class));
static_assert(std::all_of(prohibited.begin(), prohibited.end(), keeps_to_its_class));
static_assert(std::none_of(fields.begin(), fields.end(), is_prohibited_class));
static_assert(std::all_of(prohibited.begin(), prohibited.end(), is_prohibited_class));

} // namespace

std::chrono::days kept_after(DataClass data_class, std::chrono::days wanted)
{
    const auto found = std::find_if(
        longest_kept.begin(), longest_kept.end(), [&](const LongestKept& row) { return row.data_class == data_class; });
    return found == longest_kept.end() ? std::chrono::days{0} : std::min(wanted, found->time);
}

DataClass class_of(std::string_view key)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return top_of(field.path) == key; });
    return found == fields.end() ? DataClass::specific : found->data_class;
}

std::span<const Field> all_fields()
{
    return fields;
}

std::span<const Field> prohibited_fields()
{
    return prohibited;
}

const Field* find_field(std::string_view path)
{
    const std::string wanted = without_index(path);
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.path == wanted; });
    return found == fields.end() ? nullptr : &*found;
}

const std::vector<std::string>& all_paths()
{
    static const std::vector<std::string> paths = write_out();
    return paths;
}

nlohmann::json::json_pointer pointer_to(std::string_view path)
{
    std::string pointer = "/";
    for (const char c : path)
        if (c == '.' || c == '[')
            pointer += '/';
        else if (c != ']')
            pointer += c;
    return nlohmann::json::json_pointer{pointer};
}

bool is_prohibited(std::string_view path)
{
    const std::string_view last = path.substr(path.rfind('.') + 1); // npos + 1 is the beginning
    return std::any_of(prohibited.begin(), prohibited.end(), [&](const Field& f) { return f.path == last; });
}

} // namespace perso::intake
