// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/drivers/yubikey_device.hpp"
#include "personalization/units/issuing_station.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <iostream>
#include <set>

namespace test {

/// Devices whose supply fails inside a command, at each place between two of its writes: each is taken up again and
/// ends issued, but those in `lost`, which end in quarantine. Of all points at which the supply can fail these are 5 %
/// at most.
inline void tear_everywhere(IssuingStation& office, std::uint8_t algorithm, const std::set<std::string>& lost,
    void (*check_made)(const refcard::Image&))
{
    std::set<std::string> found_lost;
    std::size_t place = 1;
    for (;; ++place) {
        const std::string application = office.approved();
        YubikeyDevice device{office.next_serial(), algorithm};
        device.tear_at(place);
        {
            StationProcess process = office.start();
            const Ended first = office.make(process, device, application);
            INFO(first.sentence);
            if (first.finished) {
                CHECK(device.torn().empty());
                constexpr std::size_t ways = 3; // before delivery, answer lost, half an answer
                CHECK(20 * found_lost.size() <= ways * device.exchanges() + place - 1);
                break;
            }
            REQUIRE(first.power_failed);
        }
        INFO(device.torn());
        const Ended second = office.recover(device, application);
        INFO(second.sentence);
        StationProcess process = office.start();
        const auto state = office.job(process, application).state;
        if (lost.contains(device.torn())) {
            CHECK(second.error == card::Errc::outcome_unknown);
            CHECK(state == perso::store::JobState::quarantined);
            found_lost.insert(device.torn());
            continue;
        }
        REQUIRE(second.finished.has_value());
        CHECK(state == perso::store::JobState::issued);
        check_made(device.image());
    }
    CHECK(found_lost == lost);
    std::cout << fmt::format("PivApplet, management key {:02X}: {} places inside a command, {} in quarantine\n",
                     algorithm, place - 1, found_lost.size())
              << std::flush;
}

} // namespace test
