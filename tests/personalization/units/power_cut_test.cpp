// SPDX-License-Identifier: Apache-2.0
// The supply fails at every exchange of a whole issue, in every way. Whatever the moment, the card ends issued.
#include "personalization/units/campaign.hpp"
#include "personalization/units/issuing_station.hpp"

#include "open_store.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>

using namespace test;
using perso::CardType;

namespace {

/// Every shard makes its own office; `personalization_power_cut_1` and `_2` share the ways between them.
IssuingStation& station()
{
    static IssuingStation station;
    return station;
}

/// Document numbers of cards that were ever claimed: never one twice.
void require_new_number(const std::string& number)
{
    static std::set<std::string> numbers;
    INFO(number);
    CHECK(numbers.insert(number).second);
}

void check_tries(const refcard::Image& image, CardType type)
{
    const auto& profile = station().profile();
    CHECK(image.pin.has_value() == perso::has_pin(type));
    CHECK(image.puk.has_value() == perso::has_pin(type));
    if (!perso::has_pin(type))
        return;
    CHECK(image.pin->tries == profile.pin.tries);
    CHECK(image.puk->tries == profile.puk.tries);
    CHECK(card::as_text(image.pin->value) != profile.pin.transport_value);
}

CutResult cut_issue(const CutPoint& point, CardType type)
{
    INFO(name(point));
    IssuingStation& office = station();
    const std::string application = office.approved(type);
    PoweredCard card{office.next_serial()};
    card.cut_at(point);
    {
        StationProcess process = office.start();
        const Ended first = office.make(process, card, application);
        if (first.finished) {
            CHECK(card.exchanges() < point.exchange);
            require_new_number(first.finished->document_number);
            return {.outcome = "issued", .was_cut = false};
        }
        INFO(first.sentence);
        REQUIRE(first.power_failed == (point.station == Station::dies));
    }
    const Ended second = office.recover(card, application);
    StationProcess process = office.start();
    const auto job = office.job(process, application);
    INFO(second.sentence);
    CHECK(second.finished.has_value());
    CHECK(job.state == perso::store::JobState::issued);
    if (!second.finished)
        return {.outcome = std::string{perso::store::name(job.state)} + " " + job.reason + " at " + job.step,
            .was_cut = true};
    require_new_number(second.finished->document_number);
    CHECK(second.finished->document_number == job.document_number);
    CHECK(card.image().secured());
    check_tries(card.image(), type);
    CHECK(office.is_genuine(card, job.document_number));
    return {.outcome = second.finished->resumed ? "gone on with" : "made anew", .was_cut = true};
}

void campaign(Cut cut, Station at, CardType type, const std::string& work, std::size_t stride = 1)
{
    const auto outcomes = cut_everywhere({.cut = cut, .station = at, .stride = stride}, work,
        [type](const CutPoint& point) { return cut_issue(point, type); });
    std::size_t points = 0;
    for (const auto& [outcome, count] : outcomes)
        points += count;
    CHECK(points > 60 / stride); // a campaign that cuts nothing tests nothing
    CHECK(outcomes.at("gone on with") + outcomes.at("made anew") == points); // none in quarantine, so none to name
}

} // namespace

TEST_CASE("power cut: before every command of an adult's card is delivered, the station without power as well")
{
    campaign(Cut::before_delivery, Station::dies, CardType::adult, "adult");
}

TEST_CASE("power cut: after every command of an adult's card, its answer lost, the station without power as well")
{
    campaign(Cut::answer_lost, Station::dies, CardType::adult, "adult");
}

TEST_CASE("power cut: half of every answer of an adult's card, then it is pulled")
{
    campaign(Cut::half_an_answer, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: the card is pulled before every command of an adult's card")
{
    campaign(Cut::before_delivery, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: the card is pulled after every command of an adult's card")
{
    campaign(Cut::answer_lost, Station::lives, CardType::adult, "adult");
}

TEST_CASE("power cut: children's cards, sampled")
{
    constexpr std::size_t sample = 5;
    campaign(Cut::answer_lost, Station::dies, CardType::from_6_to_14, "6 to 14", sample);
    campaign(Cut::before_delivery, Station::lives, CardType::under_6, "under 6", sample);
}
