// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counted_card.hpp"

#include <algorithm>
#include <chrono>

namespace test {

using Commands = std::vector<std::string>;

inline constexpr const char* certificate_9a = "GET DATA 5fc105";

/// An issued card with every container that the station writes.
inline refcard::Image full_image()
{
    refcard::Image image = issued_image();
    image.piv_objects[0x5FC107] = {0xF0, 0x00};
    image.piv_objects[0x5FC106] = {0xBA, 0x00};
    return image;
}

/// Holds a conversation and returns it. SELECT comes due two seconds after the card's last answer: a conversation that
/// took too long for its list, because the machine stalled, tells nothing and is held again, from the beginning.
template <std::invocable<> Conversation>
Commands without_stalls(Conversation conversation, std::chrono::seconds too_long = std::chrono::seconds{2})
{
    using Clock = std::chrono::steady_clock;
    for (;;) {
        const Clock::time_point begun = Clock::now();
        Commands commands = conversation();
        if (Clock::now() - begun < too_long)
            return commands;
    }
}

} // namespace test
