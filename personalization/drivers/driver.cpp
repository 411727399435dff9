// SPDX-License-Identifier: Apache-2.0
#include "drivers/driver.hpp"

#include "card/base/error.hpp"
#include "drivers/openfips201.hpp"
#include "drivers/yubikey.hpp"
#include "units/units.hpp"

#include <array>

namespace perso::drivers {

namespace {

std::array<const Driver*, 3> all_drivers()
{
    return {&own_card(), &openfips201(), &yubikey()};
}

} // namespace

const Driver& own_card()
{
    static constexpr Driver driver{.name = "idcard",
        .identify = identify_chip,
        .recognise_blank = recognise_blank_card,
        .recognise_begun = recognise_begun_card,
        .plan = units::plan_of,
        .check = check_quality,
        .has_identity = true};
    return driver;
}

std::vector<std::string> names()
{
    std::vector<std::string> all;
    for (const Driver* driver : all_drivers())
        all.emplace_back(driver->name);
    return all;
}

std::vector<const Driver*> of_other_makes()
{
    std::vector<const Driver*> others;
    for (const Driver* driver : all_drivers())
        if (!driver->has_identity)
            others.push_back(driver);
    return others;
}

const Driver& by_name(std::string_view name)
{
    for (const Driver* driver : all_drivers())
        if (driver->name == name)
            return *driver;
    throw card::Error{card::Errc::unsupported, "an unknown make of cards"}.with_field(std::string{name});
}

} // namespace perso::drivers
