// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace p11 {

/// Ends in time what must not last, if nobody ended it before. Its thread exists only while something is to be ended;
/// it waits under the lock of its owner, so that whoever holds that lock decides alone.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    /// `expired` is called under the lock and does not throw. The application may not want threads of ours.
    Deadline(std::mutex& lock, std::function<void()> expired, bool threads_allowed = true)
        : lock_{lock}, expired_{std::move(expired)}, threads_allowed_{threads_allowed}
    {
    }

    ~Deadline() { stop(); }

    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    /// Under the lock; replaces the time that was set before. False if there is no thread to be had.
    bool set(Clock::time_point due) noexcept;
    /// Under the lock.
    void clear() noexcept;
    /// Not under the lock: when it returns there is no thread.
    void stop() noexcept;

private:
    void run() noexcept;

    std::mutex& lock_;
    std::function<void()> expired_;
    const bool threads_allowed_;
    std::condition_variable changed_;
    std::optional<Clock::time_point> due_;
    bool running_ = false;
    std::atomic<bool> used_{false}; ///< there was a thread
    std::thread thread_;
};

} // namespace p11
