// SPDX-License-Identifier: Apache-2.0
#include "jobs/card_type.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace perso {

namespace {

/// The last day at an age below `age`. Who was born on 29 February has the birthday on 1 March in other years.
card::Date day_before_birthday(card::Date birth, unsigned age)
{
    const auto year = birth.year() + std::chrono::years{age};
    const card::Date same_day{year, birth.month(), birth.day()};
    const card::Date birthday = same_day.ok() ? same_day : card::Date{year / std::chrono::March / 1};
    return card::Date{std::chrono::sys_days{birthday} - std::chrono::days{1}};
}

} // namespace

Term term_of(const intake::Record& record, card::Date issued, const card::profile::Validity& validity)
{
    const auto after = [&](unsigned years) { return card::add_years(issued, static_cast<int>(years)); };
    switch (record.card_type) {
    case CardType::under_6:
        return {day_before_birthday(record.birth_date.latest(), validity.under_6_until_age)};
    case CardType::from_6_to_14:
        return {day_before_birthday(record.birth_date.latest(), validity.from_6_until_age)};
    case CardType::adult:
        return {after(validity.adult_years)};
    case CardType::renewal:
        return {after(validity.renewal_years)};
    case CardType::lifetime:
        break;
    }
    return {after(validity.technical_life_years), true};
}

int longest_term(const card::profile::Validity& validity)
{
    return static_cast<int>(
        std::max({validity.under_6_until_age, validity.from_6_until_age - validity.under_6_until_age,
            validity.adult_years, validity.renewal_years, validity.technical_life_years}));
}

std::vector<SlotKey> slot_keys(CardType type, const card::profile::Piv& piv)
{
    std::vector<SlotKey> keys;
    for (std::size_t i = 0; has_pki(type) && i < piv.slots.size(); ++i) {
        const bool of_children = std::ranges::count(piv.child_slots, piv.slots[i]) > 0;
        if (!has_pin(type) && !of_children)
            continue;
        const auto slot = card::piv::slot_of(piv.slots[i]);
        const auto algorithm = card::piv::algorithm_of(piv.algorithms.at(i));
        if (!slot || is_retired(*slot) || !algorithm)
            throw card::Error{card::Errc::config_invalid, "a slot or algorithm of the profile is unknown"}.with_field(
                "piv.slots");
        keys.push_back({*slot, *algorithm});
    }
    return keys;
}

} // namespace perso
