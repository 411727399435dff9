// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <chrono>
#include <optional>
#include <vector>

namespace card::cli {

/// Holds SIGINT and SIGTERM back while it lives and lets a wait notice them, so that a terminal or a child process is
/// put in order before the program ends.
class SignalWatch {
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// Waits until `descriptor` can be read (or was closed by the other side). False when `longest` passed first.
    /// Throws Errc::interrupted on a signal.
    bool wait_readable(int descriptor, std::optional<std::chrono::milliseconds> longest = {}) const;
    /// The same for several; those that can be read. With none of them it is a pause that a signal ends.
    std::vector<int> wait_readable(
        const std::vector<int>& descriptors, std::optional<std::chrono::milliseconds> longest) const;

    /// For a forked child: the signal mask that was in force before.
    void restore_mask() const noexcept;

private:
    sigset_t before_{};
    int signals_ = -1;
};

} // namespace card::cli
