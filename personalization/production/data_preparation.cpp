// SPDX-License-Identifier: Apache-2.0
#include "production/data_preparation.hpp"

#include "card/base/error.hpp"
#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg16.hpp"
#include "card/lds/dg2.hpp"
#include "card/lds/dg7.hpp"
#include "card/pki/spki.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso {

namespace {

/// YYMMDD, `<<` for what is not known. [9303-3] §4.7
std::string mrz_date(const card::text::PartialDate& date)
{
    return fmt::format("{:02}", int{date.year} % 100) +
           (date.month ? fmt::format("{:02}", unsigned{*date.month}) : "<<") +
           (date.day ? fmt::format("{:02}", unsigned{*date.day}) : "<<");
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

card::lds::Dg2 dg2(const intake::Record& record)
{
    return {.format = card::lds::ImageFormat::jpeg,
        .width = record.photograph.width,
        .height = record.photograph.height,
        .image = record.photograph.jpeg};
}

std::vector<std::string> lines(const intake::Place& place)
{
    return {place.village, place.district, place.province};
}

card::lds::Dg11 dg11(const intake::Record& record)
{
    const intake::Name& name = record.lao;
    return {.full_name = name.family.empty() ? name.given : name.family + "<<" + name.given,
        .other_names = {},
        .personal_number = record.personal_number,
        .full_date_of_birth = to_digits(record.birth_date),
        .place_of_birth = lines(record.birth_place),
        .address = lines(record.address)};
}

card::lds::BirthPrecision precision(const card::text::PartialDate& date)
{
    return date.estimated ? card::lds::BirthPrecision::estimated
           : date.day     ? card::lds::BirthPrecision::day
           : date.month   ? card::lds::BirthPrecision::month
                          : card::lds::BirthPrecision::year;
}

card::lds::NameParts parts(const intake::Name& name)
{
    return {.title = name.title, .given = name.given, .family = name.family};
}

card::lds::Dg13 dg13(const CardPlan& plan, const ChipFacts& chip)
{
    const auto& [last_day, no_expiry] = plan.term;
    card::lds::Dg13 dg13{.card_type = plan.record.card_type,
        .no_expiry = no_expiry,
        .technical_life = no_expiry ? std::optional{last_day} : std::nullopt,
        .lao = parts(plan.record.lao),
        .latin = parts(plan.record.latin),
        .household_book = plan.record.household_book,
        .birth_precision = precision(plan.record.birth_date),
        .status_index = plan.allotment.status_index,
        .guid = plan.guid,
        .slots = {}};
    for (const auto& [slot, key] : chip.slot_keys)
        dg13.slots.push_back({.slot = static_cast<std::uint8_t>(slot), .key_hash = card::pki::key_hash(key)});
    return dg13;
}

card::lds::Dg16 dg16(const intake::Record& record, card::Date recorded)
{
    card::lds::Dg16 dg16;
    for (const intake::Contact& person : record.notify)
        dg16.persons.push_back({.recorded = recorded,
            .name = person.name,
            .telephone = person.telephone,
            .address = lines(person.address)});
    return dg16;
}

/// What EF.CardAccess says, repeated under the signature, and the chip's keys, among them that of EF.CardSecurity: so
/// EF.SOD ties the chip to its holder whichever way it proves itself. [9303-11] §9.2
card::lds::SecurityInfos dg14(const ChipFacts& chip, const card::profile::Profile& profile)
{
    card::lds::SecurityInfos infos = chip.card_access;
    infos.chip_authentication.push_back(chip_authentication_info(profile.chip_authentication));
    infos.chip_authentication_keys.push_back(
        {.key = chip.chip_authentication_key, .key_id = profile.chip_authentication.key_id});
    if (chip.mapping_key)
        infos.chip_authentication_keys.push_back({.key = *chip.mapping_key, .key_id = profile.pace.cam_key_id});
    return infos;
}

std::size_t size_limit(unsigned group, const card::profile::Sizes& sizes)
{
    return group == 2 ? sizes.dg2 : group == 7 ? sizes.dg7 : sizes.other_files;
}

/// The last number of the object identifiers of protocols with AES-CBC and CMAC: 2, 3, 4 for 128, 192, 256 bits.
/// [9303-11] §9.2
unsigned aes_variant(unsigned key_bits)
{
    return key_bits / 64;
}

void require_size(const card::Bytes& file, std::size_t most, std::string name)
{
    if (file.size() > most)
        throw card::Error{card::Errc::data_too_long, card::Step{"data preparation"}, "larger than the card's file"}
            .with_field(std::move(name))
            .with_number(static_cast<long>(file.size()));
}

} // namespace

card::lds::Mrz mrz(const CardPlan& plan, const card::profile::Profile& profile)
{
    const intake::Name& name = plan.record.latin;
    const bool divided = !name.family.empty(); // who has no family name has the whole name in the primary identifier
    const auto& [last_day, no_expiry] = plan.term;
    return {.document_code = profile.card.document_code,
        .issuing_state = profile.card.issuing_state,
        .document_number = plan.allotment.document_number,
        .optional_data_1 = {},
        .date_of_birth = mrz_date(plan.record.birth_date),
        .sex = mrz_sex(plan.record.sex),
        .date_of_expiry = no_expiry ? profile.validity.lifetime_mrz_expiry : card::to_digits(last_day).substr(2),
        .nationality = profile.card.issuing_state,
        .optional_data_2 = {},
        .primary_identifier = mrz_name(divided ? name.family : name.given),
        .secondary_identifier = divided ? mrz_name(name.given) : ""};
}

std::map<unsigned, card::Bytes> early_groups(const intake::Record& record, card::Date issued)
{
    std::map<unsigned, card::Bytes> groups;
    groups[2] = encode(dg2(record));
    if (record.signature)
        groups[7] = encode(card::lds::Dg7{.images = {record.signature->jpeg}});
    groups[11] = encode(dg11(record));
    if (!record.notify.empty())
        groups[16] = encode(dg16(record, issued));
    return groups;
}

IdentityFiles prepare_files(const CardPlan& plan, const ChipFacts& chip, const card::profile::Profile& profile)
{
    IdentityFiles files;
    files.groups = plan.early_groups.empty() ? early_groups(plan.record, plan.issued) : plan.early_groups;
    files.groups[1] = encode(card::lds::Dg1{.mrz = mrz(plan, profile)});
    files.groups[12] =
        encode(card::lds::Dg12{.issuing_authority = plan.issuing_authority, .date_of_issue = plan.issued});
    files.groups[13] = encode(dg13(plan, chip), profile);
    files.groups[14] = card::lds::encode_dg14(dg14(chip, profile));

    card::lds::Com com;
    for (const auto& [number, content] : files.groups) {
        com.groups.push_back(number);
        require_size(content, size_limit(number, profile.sizes), fmt::format("DG{}", number));
    }
    files.com = encode(com);
    return files;
}

card::lds::SecurityInfos card_security(const ChipFacts& chip, const card::profile::Profile& profile)
{
    card::lds::SecurityInfos infos = chip.card_access;
    infos.chip_authentication_keys.push_back({.key = chip.mapping_key.value(), .key_id = profile.pace.cam_key_id});
    return infos;
}

std::vector<card::lds::PaceInfo> pace_infos(const card::profile::Pace& pace)
{
    std::vector<card::lds::PaceInfo> infos;
    for (const card::profile::Mapping mapping : pace.mappings)
        infos.push_back({.oid = card::tlv::Oid{fmt::format("0.4.0.127.0.7.2.2.4.{}.{}",
                             mapping == card::profile::Mapping::generic ? 2 : 6, aes_variant(pace.key_bits))},
            .version = 2,
            .parameter_id = pace.parameter_id});
    return infos;
}

card::lds::ChipAuthenticationInfo chip_authentication_info(const card::profile::ChipAuthentication& parameters)
{
    return {.oid = card::tlv::Oid{fmt::format("0.4.0.127.0.7.2.2.3.2.{}", aes_variant(parameters.key_bits))},
        .version = 1,
        .key_id = parameters.key_id};
}

std::string common_name(const intake::Record& record)
{
    return record.latin.family.empty() ? record.latin.given : record.latin.given + " " + record.latin.family;
}

} // namespace perso
