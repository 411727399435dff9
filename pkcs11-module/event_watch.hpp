// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pcsc/reader.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace p11 {

/// Insertions and removals of cards, each reported once. Waits on a context of its own, so that a wait delays nobody.
class EventWatch {
public:
    /// What happens from now on is an event.
    EventWatch();

    /// A reader whose card was put in or taken out, or that itself came or went, since it was last reported; nothing if
    /// there is none, or if another thread is waiting already.
    std::optional<std::string> poll();
    /// Waits for one; nothing once stop() was called.
    std::optional<std::string> wait();

    /// Ends all waits within half a second.
    void stop() noexcept { stopped_ = true; }

private:
    std::optional<std::string> next_change(const std::vector<card::pcsc::Reader>& now);
    std::vector<card::pcsc::Reader> observe();

    std::mutex lock_; ///< guards what follows, held while waiting
    std::optional<card::pcsc::Context> context_;
    std::vector<card::pcsc::Reader> reported_; ///< the state of each reader as the application knows it
    std::atomic<bool> stopped_{false};
};

} // namespace p11
