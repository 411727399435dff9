// SPDX-License-Identifier: Apache-2.0
#include "intake/intake.hpp"

#include "base/text.hpp"
#include "card/text/names.hpp"
#include "intake/fields.hpp"
#include "intake/parse_json.hpp"

#include <array>

namespace perso::intake {

namespace {

constexpr std::string_view schema = "idcard-record-1";
constexpr std::size_t face_record_overhead = 256;   ///< CBEFF and ISO/IEC 19794-5 headers around the picture in DG2
constexpr std::size_t image_template_overhead = 32; ///< tags around the image in DG7

using Rule = rules::Reason (*)(std::string_view);

Name read_name(ObjectReader& names, const std::string& script, Rule name_rule)
{
    ObjectReader fields = names.object(script);
    Name name{.title = fields.field("title"),
        .given = fields.text("given", name_rule),
        .family = fields.optional_text("family", name_rule)};
    fields.finish();
    return name;
}

Place read_place(ObjectReader place)
{
    Place read{
        .village = place.field("village"), .district = place.field("district"), .province = place.field("province")};
    place.finish();
    return read;
}

/// The types that may be applied for, as they are written in a record.
constexpr std::array<std::pair<std::string_view, CardType>, 5> card_types{{
    {"adult", CardType::adult},
    {"renewal", CardType::renewal},
    {"lifetime", CardType::lifetime},
    {"from_6_to_14", CardType::from_6_to_14},
    {"under_6", CardType::under_6},
}};

void read_card_type(ObjectReader& record, Record& out)
{
    const std::string type = record.choice("card_type",
        {card_types[0].first, card_types[1].first, card_types[2].first, card_types[3].first, card_types[4].first},
        text("not one of adult, renewal, lifetime, from_6_to_14, under_6"));
    for (const auto& [name, value] : card_types)
        if (name == type)
            out.card_type = value;
    // Twenty years are for who had a card before.
    out.earlier_card = out.card_type == CardType::renewal ? record.text("earlier_card", rules::earlier_card)
                                                          : record.field("earlier_card");
}

/// The rule of the field allows for all lengths that profiles name.
std::string read_personal_number(ObjectReader& record, unsigned digits)
{
    std::string number = record.field("personal_number");
    if (!number.empty() && number.size() < digits)
        record.reject("personal_number",
            text("fewer digits than personal numbers have, as when a program drops leading zeros: enter it anew"));
    else if (number.size() > digits)
        record.reject("personal_number", text("more digits than personal numbers have"));
    return number;
}

card::text::PartialDate read_birth_date(
    ObjectReader& record, CardType type, card::Date today, const card::profile::Validity& ages)
{
    const std::string text = record.field("birth_date");
    if (text.empty())
        return {};
    const auto birth = std::get<card::text::PartialDate>(card::text::parse_partial_date(text));
    if (const auto reason = rules::birth_date(birth, type, today, ages))
        record.reject("birth_date", *reason);
    return birth;
}

Sex read_sex(ObjectReader& record)
{
    const std::string sex = record.choice("sex", {"X", "M", "F"}, text("not one of X, M, F"));
    return sex == "M" ? Sex::male : sex == "F" ? Sex::female : Sex::unspecified;
}

/// What a missing Latin name could be. It goes to the person who enters records, never into a record or a card.
std::vector<Suggestion> suggestions_for(const Name& lao, const Name& latin)
{
    std::vector<Suggestion> suggestions;
    const auto suggest = [&](const char* field, const std::string& from, const std::string& given) {
        if (given.empty() && !from.empty())
            if (auto value = card::text::suggest_latin(from); !value.empty())
                suggestions.push_back({field, std::move(value)});
    };
    suggest("name.latin.given", lao.given, latin.given);
    suggest("name.latin.family", lao.family, latin.family);
    return suggestions;
}

void read_names(ObjectReader& record, Record& out, const Rejections& rejections)
{
    const std::size_t before = rejections.size();
    ObjectReader names = record.object("name");
    // A few names begin like a title (ນາງຄຳ); only a person can know.
    const bool confirmed = !names.field("begins_like_title").empty();
    out.lao = read_name(names, "lao", confirmed ? rules::lao_title : rules::lao_name);
    out.latin = read_name(names, "latin", confirmed ? rules::latin_title : rules::latin_name);
    names.finish();
    if (rejections.size() == before && out.lao.family.empty() != out.latin.family.empty())
        record.reject("name", text("a family name in one script only"));
}

Picture read_picture(ObjectReader& record, const std::string& key, const card::Bytes& jpeg, std::size_t most,
    rules::Reason (*rule)(card::ByteView, const std::optional<JpegHeader>&, std::size_t))
{
    const auto header = read_jpeg_header(jpeg);
    if (const auto reason = rule(jpeg, header, most))
        record.reject(key, *reason);
    return {.jpeg = jpeg,
        .width = header ? header->width : std::uint16_t{0},
        .height = header ? header->height : std::uint16_t{0}};
}

std::vector<Contact> read_contacts(ObjectReader& record)
{
    std::vector<Contact> contacts;
    for (ObjectReader& person : record.list("notify", most_contacts)) {
        contacts.push_back({.name = person.field("name"),
            .telephone = person.field("telephone"),
            .address = read_place(person.object("address"))});
        person.finish();
    }
    return contacts;
}

} // namespace

Checked check(const RecordFiles& files, const card::profile::Profile& profile, card::Date today)
{
    Checked checked;
    const auto json = parse_json(files.json, checked.rejections);
    if (!json)
        return checked;
    Record& out = checked.record;
    ObjectReader record{*json, "", checked.rejections};
    record.choice("schema", {schema}, text("not one of idcard-record-1"));
    out.application = record.field("application");
    read_card_type(record, out);
    out.personal_number = read_personal_number(record, profile.card.personal_number_digits);
    read_names(record, out, checked.rejections);
    checked.suggestions = suggestions_for(out.lao, out.latin);
    out.sex = read_sex(record);
    out.birth_date = read_birth_date(record, out.card_type, today, profile.validity);
    out.birth_place = read_place(record.object("birth_place"));
    out.address = read_place(record.object("address"));
    out.household_book = record.field("household_book");
    out.household_together = !record.field("household").empty();

    if (!record.field("photograph").empty())
        out.photograph = read_picture(
            record, "photograph", files.photograph, profile.sizes.dg2 - face_record_overhead, rules::photograph);
    if (!record.field("signature").empty())
        out.signature = read_picture(
            record, "signature", files.signature, profile.sizes.dg7 - image_template_overhead, rules::signature);
    out.notify = read_contacts(record);
    record.finish();
    return checked;
}

} // namespace perso::intake
