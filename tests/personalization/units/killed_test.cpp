// SPDX-License-Identifier: Apache-2.0
// The station dies at every commit of its store, before it and after it: the next one finds the card and finishes it.
#include "personalization/units/dying_database.hpp"
#include "personalization/units/issuing_station.hpp"

#include "office/clock.hpp"
#include "store/open_store.hpp"

#include <doctest/doctest.h>

#include <iostream>

using namespace test;

namespace {

/// How many commits a whole issue has; every one of them is the last of a station once.
std::size_t die_at_every_commit(bool after)
{
    IssuingStation office;
    std::size_t points = 0;
    for (std::size_t last = 1;; ++last) {
        INFO("commit " << last << (after ? ", after it" : ", before it"));
        const std::string application = office.approved();
        PoweredCard card{office.next_serial()};
        {
            auto dying = std::make_unique<DyingDatabase>(office.office().store_file(), perso::now(), last, after);
            const DyingDatabase& observed = *dying;
            StationProcess process{.database = std::move(dying), .seal = {}, .store = {}};
            office.open_store(process);
            const auto ended = office.make(process, card, application);
            if (ended.finished) {
                CHECK(observed.commits() < last);
                return points;
            }
            INFO(ended.sentence);
            REQUIRE(ended.power_failed);
        }
        ++points;
        StationProcess process = office.start();
        const bool issued = office.job(process, application).state == perso::store::JobState::issued;
        if (!issued) // the very last commit had said it already
            CHECK(office.recover(card, application).finished.has_value());
        CHECK((!issued || after));
        const auto job = office.job(process, application);
        CHECK(job.state == perso::store::JobState::issued);
        CHECK(card.image().secured());
        CHECK(office.is_genuine(card, job.document_number));
    }
}

} // namespace

TEST_CASE("power cut: the station dies at every commit of its store")
{
    const auto before = die_at_every_commit(false);
    const auto after = die_at_every_commit(true);
    std::cout << "adult, station killed before its commits: " << before << " cut points, all issued\n"
              << "adult, station killed after its commits: " << after << " cut points, all issued\n";
    CHECK(before == after);
    CHECK(before > 30);
}
