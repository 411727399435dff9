// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg16.hpp"
#include "card/lds/dg2.hpp"
#include "card/lds/dg7.hpp"
#include "card/piv/slots.hpp"
#include "idcard/output/decoding_parts.hpp"

namespace idcard::decoding {

namespace lds = card::lds;
using card::ByteView;

namespace {

Json dg1(const lds::Mrz& mrz)
{
    Json out = Json::object();
    add(out, "document_code", mrz.document_code);
    add(out, "issuing_state", mrz.issuing_state);
    add(out, "document_number", mrz.document_number);
    add(out, "optional_data_1", mrz.optional_data_1);
    add(out, "date_of_birth", mrz.date_of_birth);
    add(out, "sex", mrz.sex == '<' ? std::string{} : std::string{mrz.sex});
    add(out, "date_of_expiry", mrz.date_of_expiry);
    add(out, "nationality", mrz.nationality);
    add(out, "optional_data_2", mrz.optional_data_2);
    add(out, "primary_identifier", mrz.primary_identifier);
    add(out, "secondary_identifier", mrz.secondary_identifier);
    return out;
}

Json dg2(const lds::Dg2& face)
{
    return {{"format", face.format == lds::ImageFormat::jpeg ? "JPEG" : "JPEG 2000"}, {"width", face.width},
        {"height", face.height}, {"bytes", face.image.size()}};
}

Json dg7(const lds::Dg7& marks)
{
    return {{"pictures", marks.images.size()}, {"bytes", marks.images.at(0).size()}};
}

Json dg11(const lds::Dg11& details)
{
    Json out = Json::object();
    add(out, "full_name", details.full_name);
    add(out, "other_names", details.other_names);
    add(out, "personal_number", details.personal_number);
    add(out, "date_of_birth", details.full_date_of_birth);
    add(out, "place_of_birth", details.place_of_birth);
    add(out, "address", details.address);
    return out;
}

Json dg12(const lds::Dg12& details)
{
    Json out = Json::object();
    add(out, "issuing_authority", details.issuing_authority);
    if (details.date_of_issue)
        out["date_of_issue"] = card::to_text(*details.date_of_issue);
    return out;
}

const char* name(lds::CardType type)
{
    switch (type) {
    case lds::CardType::under_6:
        return "under_6";
    case lds::CardType::from_6_to_14:
        return "from_6_to_14";
    case lds::CardType::adult:
        return "adult";
    case lds::CardType::renewal:
        return "renewal";
    case lds::CardType::lifetime:
        return "lifetime";
    }
    return "";
}

const char* name(lds::BirthPrecision precision)
{
    switch (precision) {
    case lds::BirthPrecision::day:
        return "day";
    case lds::BirthPrecision::month:
        return "month";
    case lds::BirthPrecision::year:
        return "year";
    case lds::BirthPrecision::estimated:
        return "estimated";
    }
    return "";
}

Json names(const lds::NameParts& parts)
{
    Json out = Json::object();
    add(out, "title", parts.title);
    add(out, "given", parts.given);
    add(out, "family", parts.family);
    return out;
}

Json dg13(const lds::Dg13& national)
{
    Json out = {
        {"version", national.version}, {"card_type", name(national.card_type)}, {"no_expiry", national.no_expiry}};
    if (national.technical_life)
        out["technical_life"] = card::to_text(*national.technical_life);
    out["lao"] = names(national.lao);
    out["latin"] = names(national.latin);
    add(out, "household_book", national.household_book);
    out["birth_precision"] = name(national.birth_precision);
    out["status_index"] = national.status_index;
    out["guid"] = card::to_hex(national.guid);
    for (const auto& binding : national.slots)
        out["keys"].push_back(
            {{"slot", card::piv::name(card::piv::Slot{binding.slot})}, {"key_hash", card::to_hex(binding.key_hash)}});
    return out;
}

Json dg16(const lds::Dg16& list)
{
    Json persons = Json::array();
    for (const auto& person : list.persons) {
        Json entry = Json::object();
        add(entry, "full_name", person.name);
        add(entry, "telephone", person.telephone);
        add(entry, "address", person.address);
        if (person.recorded)
            entry["recorded"] = card::to_text(*person.recorded);
        persons.push_back(std::move(entry));
    }
    return {{"persons", std::move(persons)}};
}

} // namespace

Json data_group(unsigned number, ByteView content, const card::profile::Profile& profile)
{
    switch (number) {
    case 1:
        return dg1(lds::decode_dg1(content).mrz);
    case 2:
        return dg2(lds::decode_dg2(content));
    case 7:
        return dg7(lds::decode_dg7(content));
    case 11:
        return dg11(lds::decode_dg11(content));
    case 12:
        return dg12(lds::decode_dg12(content));
    case 13:
        return dg13(lds::decode_dg13(content, profile));
    case 14:
        return security_infos(lds::decode_dg14(content));
    case 16:
        return dg16(lds::decode_dg16(content));
    default:
        return Json::object();
    }
}

} // namespace idcard::decoding
