// SPDX-License-Identifier: Apache-2.0
// From a record to the files of the identity application.
#include "production/data_preparation.hpp"

#include "card/lds/com.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg16.hpp"
#include "card/lds/dg7.hpp"
#include "card/pki/spki.hpp"
#include "personalization/records.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace perso;
using namespace std::chrono;

namespace {

const card::profile::Profile& profile()
{
    return card::profile::builtin();
}

CardPlan plan(card::Date issued = test::day)
{
    CardPlan plan;
    plan.record = intake::check({test::specimen().dump(), test::photograph(), {}}, profile(), test::day).record;
    plan.allotment = {.card = 1, .document_number = "LA0000007", .status_index = 42, .holder_id = "ab"};
    plan.guid.fill(0x11);
    plan.issuing_authority = "Office";
    plan.issued = issued;
    plan.term = term_of(plan.record, issued, profile().validity);
    return plan;
}

ChipFacts chip()
{
    const auto point = card::crypto::Group{card::crypto::Curve::p256}.generator();
    return {.card_access = {.pace = pace_infos(profile().pace),
                .chip_authentication = {},
                .chip_authentication_keys = {},
                .others = {}},
        .chip_authentication_key = point,
        .mapping_key = point,
        .slot_keys = {{card::piv::Slot::card_authentication, point}}};
}

card::lds::Mrz zone(const CardPlan& plan)
{
    return card::lds::decode_dg1(prepare_files(plan, chip(), profile()).groups.at(1)).mrz;
}

card::lds::Dg13 national(const CardPlan& plan)
{
    return card::lds::decode_dg13(prepare_files(plan, chip(), profile()).groups.at(13), profile());
}

} // namespace

TEST_CASE("data preparation: an adult's card")
{
    const CardPlan adult = plan();
    const auto files = prepare_files(adult, chip(), profile());
    CHECK(zone(adult).date_of_expiry == "361122");
    CHECK(zone(adult).primary_identifier == "SPECIMEN");
    CHECK(zone(adult).secondary_identifier == "SOMSAMAY");
    CHECK(files.groups.size() == 6);
    CHECK(card::lds::decode_com(files.com).groups == std::vector<unsigned>{1, 2, 11, 12, 13, 14});
    const auto dg13 = national(adult);
    CHECK(dg13.card_type == CardType::adult);
    CHECK_FALSE(dg13.no_expiry);
    CHECK_FALSE(dg13.technical_life);
    REQUIRE(dg13.slots.size() == 1);
    CHECK(dg13.slots[0].slot == 0x9E);
    CHECK(dg13.slots[0].key_hash == card::pki::key_hash(chip().chip_authentication_key));
}

TEST_CASE("data preparation: a lifetime card has the profile's date in the zone, and a technical life")
{
    CardPlan lifetime = plan();
    lifetime.record.card_type = CardType::lifetime;
    lifetime.term = term_of(lifetime.record, test::day, profile().validity);
    CHECK(zone(lifetime).date_of_expiry == "991231");
    CHECK(national(lifetime).no_expiry);
    CHECK(national(lifetime).technical_life == card::Date{year{2046} / 11 / 22});
}

TEST_CASE("data preparation: a card that ends after 2050")
{
    CardPlan renewal = plan(year{2035} / 6 / 1);
    renewal.record.card_type = CardType::renewal;
    renewal.term = term_of(renewal.record, renewal.issued, profile().validity);
    CHECK(zone(renewal).date_of_expiry == "550601");
    CHECK(card::lds::expiry_of(zone(renewal)) == card::Date{year{2055} / 6 / 1});

    renewal.record.card_type = CardType::lifetime;
    renewal.term = term_of(renewal.record, renewal.issued, profile().validity);
    CHECK(national(renewal).technical_life == card::Date{year{2055} / 6 / 1});
}

TEST_CASE("data preparation: no family name, and a birth of which the year alone is known")
{
    CardPlan nameless = plan();
    nameless.record.latin.family.clear();
    nameless.record.lao.family.clear();
    nameless.record.birth_date = {.year = year{1974}};
    CHECK(zone(nameless).primary_identifier == "SOMSAMAY");
    CHECK(zone(nameless).secondary_identifier.empty());
    CHECK(zone(nameless).date_of_birth == "74<<<<");
    CHECK(national(nameless).birth_precision == card::lds::BirthPrecision::year);
    CHECK(common_name(nameless.record) == "SOMSAMAY");
}

TEST_CASE("data preparation: signature and persons to notify where the record has them")
{
    CardPlan full = plan();
    full.record.signature = intake::Picture{.jpeg = {0xFF, 0xD8, 0xFF, 0xD9}, .width = 400, .height = 120};
    full.record.notify = {{.name = "ສົມພອນ", .telephone = "+8562055500001", .address = full.record.address}};
    const auto files = prepare_files(full, chip(), profile());
    CHECK(card::lds::decode_com(files.com).groups == std::vector<unsigned>{1, 2, 7, 11, 12, 13, 14, 16});
    CHECK(card::lds::decode_dg7(files.groups.at(7)).images[0] == full.record.signature->jpeg);
    const auto person = card::lds::decode_dg16(files.groups.at(16)).persons.at(0);
    CHECK(person.name == "ສົມພອນ");
    CHECK(person.recorded == test::day);
    CHECK(person.address.size() == 3);

    full.record.signature->jpeg.resize(profile().sizes.dg7);
    CHECK(test::error_of([&] { prepare_files(full, chip(), profile()); }) == card::Errc::data_too_long);
}

TEST_CASE("data preparation: what is signed of the access parameters")
{
    const auto dg14 = card::lds::decode_dg14(prepare_files(plan(), chip(), profile()).groups.at(14));
    CHECK(std::ranges::is_permutation(dg14.pace, pace_infos(profile().pace))); // a SET has no order
    REQUIRE(dg14.chip_authentication.size() == 1);
    CHECK(dg14.chip_authentication[0].oid == card::tlv::Oid{"0.4.0.127.0.7.2.2.3.2.2"});
    REQUIRE(dg14.chip_authentication_keys.size() == 2); // the mapping's key, too: decision 0006
    CHECK(std::ranges::count(dg14.chip_authentication_keys, profile().pace.cam_key_id,
              &card::lds::ChipAuthenticationPublicKeyInfo::key_id) == 1);

    const auto signed_infos = card_security(chip(), profile());
    CHECK(signed_infos.pace == pace_infos(profile().pace));
    CHECK(signed_infos.chip_authentication.empty());
    REQUIRE(signed_infos.chip_authentication_keys.size() == 1);
    CHECK(signed_infos.chip_authentication_keys[0].key_id == profile().pace.cam_key_id);

    auto other = profile().pace;
    other.key_bits = 256;
    other.parameter_id = 13;
    other.mappings = {card::profile::Mapping::generic, card::profile::Mapping::chip_authentication};
    const auto infos = pace_infos(other);
    CHECK(infos[0].oid == card::tlv::Oid{"0.4.0.127.0.7.2.2.4.2.4"});
    CHECK(infos[1].oid == card::tlv::Oid{"0.4.0.127.0.7.2.2.4.6.4"});
    CHECK(infos[1].parameter_id == 13);
    CHECK(chip_authentication_info({.key_id = 3, .key_bits = 192}).oid == card::tlv::Oid{"0.4.0.127.0.7.2.2.3.2.3"});
}
