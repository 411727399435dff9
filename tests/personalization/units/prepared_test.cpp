// SPDX-License-Identifier: Apache-2.0
// What is made ready of a card while another is written is what stands on it; what was made ready for another one is
// not.
#include "personalization/units/issuing_station.hpp"

#include "card/lds/file_ids.hpp"
#include "making/prepared.hpp"
#include "office/clock.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace test;

namespace {

IssuingStation& office()
{
    static IssuingStation station;
    return station;
}

/// Groups that nobody but this test would make of the application: by them the holder lives, and was born, elsewhere.
perso::Prepared prepared_elsewhere(StationProcess& process, const std::string& application)
{
    auto prepared =
        perso::prepare(process.store->application(application), office().profile(), card::day_of(perso::now()));
    perso::intake::Record other = prepared.record;
    other.address.village = other.address.province;
    other.birth_place.village = other.birth_place.province;
    prepared.groups = perso::early_groups(other, prepared.day);
    return prepared;
}

/// The card that is made of it, on a chip of its own.
refcard::Image made_with(StationProcess& process, const std::string& application, perso::Prepared prepared)
{
    PoweredCard card{office().next_serial()};
    const auto ended =
        office().make(process, card, application, std::make_shared<const perso::Prepared>(std::move(prepared)));
    INFO(ended.sentence);
    REQUIRE(ended.finished.has_value());
    CHECK(ended.finished->application == application);
    return card.image();
}

bool holds(const refcard::Image& image, unsigned group, const card::Bytes& content)
{
    return std::ranges::equal(image.files.at(card::lds::data_group(group).id), content);
}

} // namespace

TEST_CASE("prepared: the groups that were made before the card came are written to it")
{
    const std::string application = office().approved();
    StationProcess process = office().start();
    const perso::Prepared prepared = prepared_elsewhere(process, application);
    REQUIRE(prepared.groups.size() == 4);
    REQUIRE(prepared.groups.at(11) != perso::early_groups(prepared.record, prepared.day).at(11));
    const refcard::Image image = made_with(process, application, prepared);
    for (const unsigned group : {2U, 7U, 11U, 16U})
        CHECK(holds(image, group, prepared.groups.at(group)));
}

TEST_CASE("prepared: what was made ready for another application or another day is made again")
{
    for (const bool other_day : {false, true}) {
        const std::string application = office().approved();
        StationProcess process = office().start();
        perso::Prepared prepared = prepared_elsewhere(process, application);
        const auto own = perso::early_groups(prepared.record, prepared.day);
        if (other_day)
            prepared.day = card::day_of(perso::now() - std::chrono::days{1});
        else
            prepared.application = "T-99999";
        const refcard::Image image = made_with(process, application, prepared);
        for (const auto& [group, content] : own)
            CHECK(holds(image, group, content));
    }
}
