// SPDX-License-Identifier: Apache-2.0
// Ages, validity and keys by the type of a card.
#include "jobs/card_type.hpp"

#include "intake/rules.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using card::Date;
using card::text::PartialDate;

namespace {

Date day(int year, unsigned month, unsigned day)
{
    return std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
}

PartialDate born(int year, unsigned month, unsigned day)
{
    return {.year = std::chrono::year{year}, .month = std::chrono::month{month}, .day = std::chrono::day{day}};
}

PartialDate born_in(int year)
{
    return {.year = std::chrono::year{year}};
}

const card::profile::Validity& ages()
{
    return card::profile::builtin().validity;
}

std::string reason(const PartialDate& birth, CardType type, Date on)
{
    return std::string{intake::rules::birth_date(birth, type, on, ages()).value_or("")};
}

Term term(CardType type, const PartialDate& birth, Date issued)
{
    intake::Record record;
    record.card_type = type;
    record.birth_date = birth;
    return term_of(record, issued, ages());
}

std::vector<unsigned> slots(CardType type)
{
    std::vector<unsigned> references;
    for (const SlotKey& key : slot_keys(type, card::profile::builtin().piv))
        references.push_back(static_cast<unsigned>(key.slot));
    return references;
}

constexpr const char* too_young = "too young for this type of card";
constexpr const char* too_old = "too old for this type of card";

} // namespace

TEST_CASE("card type: each begins and ends on a birthday")
{
    const PartialDate birth = born(2020, 11, 23);
    CHECK(reason(birth, CardType::under_6, day(2020, 11, 22)) == "in the future");
    CHECK(reason(birth, CardType::under_6, day(2020, 11, 23)) == "");
    CHECK(reason(birth, CardType::under_6, day(2026, 11, 22)) == "");
    CHECK(reason(birth, CardType::under_6, day(2026, 11, 23)) == too_old);

    CHECK(reason(birth, CardType::from_6_to_14, day(2026, 11, 22)) == too_young);
    CHECK(reason(birth, CardType::from_6_to_14, day(2026, 11, 23)) == "");
    CHECK(reason(birth, CardType::from_6_to_14, day(2035, 11, 22)) == "");
    CHECK(reason(birth, CardType::from_6_to_14, day(2035, 11, 23)) == too_old);

    for (const CardType type : {CardType::adult, CardType::renewal}) {
        CHECK(reason(birth, type, day(2035, 11, 22)) == too_young);
        CHECK(reason(birth, type, day(2035, 11, 23)) == "");
        CHECK(reason(birth, type, day(2080, 11, 22)) == "");
        CHECK(reason(birth, type, day(2080, 11, 23)) == too_old);
    }
    CHECK(reason(birth, CardType::lifetime, day(2080, 11, 22)) == too_young);
    CHECK(reason(birth, CardType::lifetime, day(2080, 11, 23)) == "");
    CHECK(reason(birth, CardType::lifetime, day(2150, 11, 23)) == "older than 130 years");
}

TEST_CASE("card type: of ages that are possible the youngest counts")
{
    const Date on = day(2026, 11, 22);
    CHECK(reason(born_in(2011), CardType::adult, on) == too_young); // 14 until the end of December
    CHECK(reason(born_in(2011), CardType::from_6_to_14, on) == "");
    CHECK(reason(born_in(1966), CardType::lifetime, on) == too_young);
    CHECK(reason(born_in(1966), CardType::adult, on) == "");
    CHECK(reason(born_in(1965), CardType::lifetime, on) == "");
    CHECK(reason(born_in(2026), CardType::under_6, on) == ""); // perhaps not born yet, surely not older
}

TEST_CASE("validity: children until the day before a birthday, adults for years, lifetime by the chip")
{
    const Date issued = day(2026, 11, 22);
    CHECK(term(CardType::under_6, born(2022, 8, 14), issued).last_day == day(2028, 8, 13));
    CHECK(term(CardType::from_6_to_14, born(2017, 1, 1), issued).last_day == day(2031, 12, 31));
    CHECK(term(CardType::from_6_to_14, born_in(2017), issued).last_day == day(2032, 12, 30));
    CHECK(term(CardType::adult, born(1990, 5, 12), issued).last_day == day(2036, 11, 22));
    CHECK(term(CardType::renewal, born(1990, 5, 12), issued).last_day == day(2046, 11, 22));

    const Term lifetime = term(CardType::lifetime, born(1950, 5, 12), issued);
    CHECK(lifetime.no_expiry);
    CHECK(lifetime.last_day == day(2046, 11, 22));
    CHECK_FALSE(term(CardType::adult, born(1990, 5, 12), issued).no_expiry);
}

TEST_CASE("validity: 29 February")
{
    CHECK(term(CardType::under_6, born(2024, 2, 29), day(2026, 11, 22)).last_day == day(2030, 2, 28));
    CHECK(term(CardType::from_6_to_14, born(2020, 2, 29), day(2026, 11, 22)).last_day == day(2035, 2, 28));
    CHECK(term(CardType::adult, born(1990, 5, 12), day(2028, 2, 29)).last_day == day(2038, 2, 28));
    CHECK(term(CardType::renewal, born(1990, 5, 12), day(2028, 2, 29)).last_day == day(2048, 2, 29));
    // The day of the birthday itself belongs to the next type.
    CHECK(reason(born(2020, 2, 29), CardType::under_6, day(2026, 2, 28)) == "");
    CHECK(reason(born(2020, 2, 29), CardType::under_6, day(2026, 3, 1)) == too_old);
}

TEST_CASE("validity: past 2050, and the longest of all")
{
    CHECK(term(CardType::renewal, born(1990, 5, 12), day(2031, 3, 1)).last_day == day(2051, 3, 1));
    CHECK(longest_term(ages()) == 20);
    auto longer = ages();
    longer.technical_life_years = 30;
    CHECK(longest_term(longer) == 30);
}

TEST_CASE("card type: keys of the PKI application, PIN")
{
    CHECK(slots(CardType::under_6).empty());
    CHECK(slots(CardType::from_6_to_14) == std::vector<unsigned>{0x9E});
    for (const CardType type : {CardType::adult, CardType::renewal, CardType::lifetime}) {
        CHECK(slots(type) == std::vector<unsigned>{0x9A, 0x9C, 0x9D, 0x9E});
        CHECK(has_pin(type));
    }
    CHECK_FALSE(has_pki(CardType::under_6));
    CHECK_FALSE(has_pin(CardType::under_6));
    CHECK_FALSE(has_pin(CardType::from_6_to_14));

    auto piv = card::profile::builtin().piv;
    piv.algorithms = {0x07, 0x14, 0x05, 0x11};
    CHECK(slot_keys(CardType::adult, piv)[0].algorithm == card::piv::Algorithm::rsa_2048);
    CHECK(slot_keys(CardType::adult, piv)[2].algorithm == card::piv::Algorithm::rsa_3072);
    CHECK(slot_keys(CardType::from_6_to_14, piv)[0].algorithm == card::piv::Algorithm::p256);
    piv.slots[0] = 0x82;
    CHECK(test::error_of([&] { slot_keys(CardType::adult, piv); }) == card::Errc::config_invalid);
}
