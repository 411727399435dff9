// SPDX-License-Identifier: Apache-2.0
// A card that would outlive the content signer: nothing is claimed, and nothing is written.
#include "personalization/units/issuing_station.hpp"

#include <doctest/doctest.h>

using namespace test;
using card::Errc;
using perso::store::JobState;

namespace {

constexpr unsigned too_many_years = 40; ///< the content signer ends 25 years and a quarter after it was made

} // namespace

TEST_CASE("content signer: a card that would outlive it is neither begun nor gone on with")
{
    card::profile::Profile profile = card::profile::builtin();
    const unsigned years = profile.validity.adult_years;
    IssuingStation station{profile};
    PoweredCard card{station.next_serial()};
    const std::string application = station.approved();
    const auto state = [&] {
        StationProcess process = station.start(); // what a dead one left is given up
        return station.job(process, application).state;
    };

    profile.validity.adult_years = too_many_years;
    const auto blank = card.content();
    {
        StationProcess process = station.start();
        CHECK(station.make(process, card, application).error == Errc::content_signer_ends);
    }
    CHECK(card.content() == blank);
    CHECK(state() == JobState::approved);

    profile.validity.adult_years = years;
    for (std::size_t exchange = 10; state() == JobState::approved; exchange += 10) {
        card.power_up();
        card.cut_at({.exchange = exchange, .cut = Cut::answer_lost, .station = Station::dies});
        StationProcess process = station.start();
        REQUIRE(station.make(process, card, application).power_failed);
    }
    REQUIRE(state() == JobState::quarantined);
    profile.validity.adult_years = too_many_years;
    card.power_up();
    const auto begun = card.content();
    {
        StationProcess process = station.start();
        CHECK(station.resume(process, card).error == Errc::content_signer_ends);
    }
    CHECK(card.content() == begun);
    CHECK(state() == JobState::quarantined);

    profile.validity.adult_years = years;
    CHECK(station.recover(card, application).finished.has_value());
}
