// SPDX-License-Identifier: Apache-2.0
#include "data_preparation.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/base/error.hpp"
#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg2.hpp"
#include "card/pki/spki.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso {

namespace {

constexpr int adult_years = 10;

/// YYMMDD, `<<` for what is not known. [9303-3] §4.7
std::string mrz_date(const intake::PartialDate& date)
{
    return fmt::format("{:02}", int{date.year} % 100) +
           (date.month ? fmt::format("{:02}", unsigned{*date.month}) : "<<") +
           (date.day ? fmt::format("{:02}", unsigned{*date.day}) : "<<");
}

/// YYYYMMDD, 00 for what is not known. [9303-10] §4.7.11
std::string full_date(const intake::PartialDate& date)
{
    return fmt::format(
        "{:04}{:02}{:02}", int{date.year}, date.month ? unsigned{*date.month} : 0, date.day ? unsigned{*date.day} : 0);
}

char mrz_sex(intake::Sex sex)
{
    return sex == intake::Sex::male ? 'M' : sex == intake::Sex::female ? 'F' : '<';
}

/// Hyphens become fillers, as spaces do. [9303-3] §4.6
std::string mrz_name(std::string name)
{
    std::replace(name.begin(), name.end(), '-', ' ');
    return name;
}

card::lds::Dg1 dg1(const CardPlan& plan, const card::profile::Profile& profile)
{
    const intake::Name& name = plan.record.latin;
    const bool divided = !name.family.empty(); // who has no family name has the whole name in the primary identifier
    return {.mrz = {.document_code = profile.card.document_code,
                .issuing_state = profile.card.issuing_state,
                .document_number = plan.allotment.document_number,
                .optional_data_1 = {},
                .date_of_birth = mrz_date(plan.record.birth_date),
                .sex = mrz_sex(plan.record.sex),
                .date_of_expiry = card::to_digits(plan.expires).substr(2),
                .nationality = profile.card.issuing_state,
                .optional_data_2 = {},
                .primary_identifier = mrz_name(divided ? name.family : name.given),
                .secondary_identifier = divided ? mrz_name(name.given) : ""}};
}

card::lds::Dg2 dg2(const CardPlan& plan)
{
    return {.format = card::lds::ImageFormat::jpeg,
        .width = plan.record.photograph_width,
        .height = plan.record.photograph_height,
        .image = plan.record.photograph};
}

std::vector<std::string> lines(const intake::Place& place)
{
    return {place.village, place.district, place.province};
}

card::lds::Dg11 dg11(const CardPlan& plan)
{
    const intake::Record& record = plan.record;
    const intake::Name& name = record.lao;
    return {.full_name = name.family.empty() ? name.given : name.family + "<<" + name.given,
        .other_names = {},
        .personal_number = record.personal_number,
        .full_date_of_birth = full_date(record.birth_date),
        .place_of_birth = lines(record.birth_place),
        .address = lines(record.address)};
}

card::lds::BirthPrecision precision(const intake::PartialDate& date)
{
    return date.day     ? card::lds::BirthPrecision::day
           : date.month ? card::lds::BirthPrecision::month
                        : card::lds::BirthPrecision::year;
}

card::lds::NameParts parts(const intake::Name& name)
{
    return {.title = name.title, .given = name.given, .family = name.family};
}

card::lds::Dg13 dg13(const CardPlan& plan, const ChipFacts& chip)
{
    card::lds::Dg13 dg13{.card_type = card::lds::CardType::adult,
        .no_expiry = false,
        .technical_life = std::nullopt,
        .lao = parts(plan.record.lao),
        .latin = parts(plan.record.latin),
        .household_book = plan.record.household_book,
        .birth_precision = precision(plan.record.birth_date),
        .status_index = plan.allotment.status_index,
        .guid = plan.guid,
        .slots = {}};
    for (const auto& [slot, key] : chip.slot_keys)
        dg13.slots.push_back({.slot = slot, .key_hash = card::pki::key_hash(key)});
    return dg13;
}

/// What EF.CardAccess says, repeated under the signature, and the Chip Authentication key. [9303-11] §9.2
card::lds::SecurityInfos dg14(const ChipFacts& chip, const card::profile::Profile& profile)
{
    const unsigned key_id = profile.chip_authentication.key_id;
    card::lds::SecurityInfos infos = chip.card_access;
    infos.chip_authentication.push_back({.oid = card::auth::chip::ecdh_aes_128(), .version = 1, .key_id = key_id});
    infos.chip_authentication_keys.push_back({.key = chip.chip_authentication_key, .key_id = key_id});
    return infos;
}

void require_size(const card::Bytes& file, std::size_t most, std::string name)
{
    if (file.size() > most)
        throw card::Error{card::Errc::data_too_long, card::Step{"data preparation"}, "larger than the card's file"}
            .with_field(std::move(name))
            .with_number(static_cast<long>(file.size()));
}

} // namespace

card::Date expiry_of_adult(card::Date issued)
{
    return card::add_years(issued, adult_years);
}

IdentityFiles prepare_files(const CardPlan& plan, const ChipFacts& chip, const card::profile::Profile& profile)
{
    IdentityFiles files;
    files.groups[1] = encode(dg1(plan, profile));
    files.groups[2] = encode(dg2(plan));
    files.groups[11] = encode(dg11(plan));
    files.groups[12] =
        encode(card::lds::Dg12{.issuing_authority = plan.issuing_authority, .date_of_issue = plan.issued});
    files.groups[13] = encode(dg13(plan, chip), profile);
    files.groups[14] = card::lds::encode_dg14(dg14(chip, profile));

    card::lds::Com com;
    for (const auto& [number, content] : files.groups) {
        com.groups.push_back(number);
        require_size(content, number == 2 ? profile.sizes.dg2 : profile.sizes.other_files, fmt::format("DG{}", number));
    }
    files.com = encode(com);
    return files;
}

std::string common_name(const intake::Record& record)
{
    return record.latin.family.empty() ? record.latin.given : record.latin.given + " " + record.latin.family;
}

} // namespace perso
