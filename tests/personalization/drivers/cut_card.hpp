// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/campaign.hpp"
#include "personalization/units/issuing_station.hpp"

#include <doctest/doctest.h>

namespace test {

/// A card of another make, cut off at one point and taken up again: it ends issued, and `check_made` finds all on it.
template <typename Card>
CutResult cut_card(IssuingStation& office, const CutPoint& point, void (*check_made)(const refcard::Image&))
{
    INFO(name(point));
    const std::string application = office.approved();
    Card card{office.next_serial()};
    card.cut_at(point);
    {
        StationProcess process = office.start();
        const Ended first = office.make(process, card, application);
        if (first.finished) {
            CHECK(card.exchanges() < point.exchange);
            return {.outcome = "issued", .was_cut = false};
        }
        INFO(first.sentence);
        REQUIRE(first.power_failed == (point.station == Station::dies));
    }
    const Ended second = office.recover(card, application);
    INFO(second.sentence);
    StationProcess process = office.start();
    const auto job = office.job(process, application);
    CHECK(second.finished.has_value());
    CHECK(job.state == perso::store::JobState::issued);
    if (!second.finished)
        return {.outcome = std::string{perso::store::name(job.state)} + " at " + job.step, .was_cut = true};
    check_made(card.image());
    return {.outcome = second.finished->resumed ? "gone on with" : "made anew", .was_cut = true};
}

/// At every point, of which there are more than `least`.
inline void cut_card_everywhere(
    Cut cut, Station at, const char* make, CutResult (*cut_at)(const CutPoint&), std::size_t least)
{
    const auto outcomes = cut_everywhere({.cut = cut, .station = at}, make, cut_at);
    std::size_t points = 0;
    for (const auto& [outcome, count] : outcomes)
        points += count;
    CHECK(points > least);
    CHECK(outcomes.at("gone on with") + outcomes.at("made anew") == points);
}

} // namespace test
