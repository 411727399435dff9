// SPDX-License-Identifier: Apache-2.0
#include "deadline.hpp"

#include <exception>

#include <signal.h>

namespace p11 {
namespace {

/// Signals are for the threads of the application. A thread inherits the mask of the one that makes it.
class SignalsBlocked {
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

} // namespace

bool Deadline::set(Clock::time_point due) noexcept
{
    if (!threads_allowed_)
        return false;
    due_ = due;
    if (running_) {
        changed_.notify_one();
        return true;
    }
    try {
        if (thread_.joinable())
            thread_.join(); // it let go of the lock for the last time, so this takes no time
        const SignalsBlocked blocked;
        thread_ = std::thread{[this] { run(); }};
        used_ = true;
        running_ = true;
        return true;
    } catch (const std::exception&) { // no thread, or no memory for it
        due_.reset();
        return false;
    }
}

void Deadline::clear() noexcept
{
    due_.reset();
    changed_.notify_one();
}

void Deadline::stop() noexcept
{
    if (!used_)
        return; // whoever holds the lock may take long
    std::thread ended;
    {
        const std::lock_guard lock{lock_};
        if (due_)
            expired_();
        clear();
        ended.swap(thread_);
    }
    if (ended.joinable())
        ended.join();
}

void Deadline::run() noexcept
{
    std::unique_lock lock{lock_};
    while (due_) {
        const Clock::time_point until = *due_; // another thread may set another one meanwhile
        if (Clock::now() < until) {
            changed_.wait_until(lock, until);
            continue;
        }
        due_.reset();
        expired_();
    }
    running_ = false;
}

} // namespace p11
