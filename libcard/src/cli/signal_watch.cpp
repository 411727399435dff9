// SPDX-License-Identifier: Apache-2.0
#include "signal_watch.hpp"

#include "card/base/error.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

namespace card::cli {

SignalWatch::SignalWatch()
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    sigprocmask(SIG_BLOCK, &watched, &before_);
    signals_ = signalfd(-1, &watched, SFD_CLOEXEC);
    if (signals_ < 0) {
        restore_mask();
        throw Error{Errc::internal, Step{"signalfd"}, "no descriptor"};
    }
}

SignalWatch::~SignalWatch()
{
    close(signals_);
    restore_mask();
}

void SignalWatch::restore_mask() const noexcept
{
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool SignalWatch::wait_readable(int descriptor, std::optional<std::chrono::milliseconds> longest) const
{
    return !wait_readable(std::vector{descriptor}, longest).empty();
}

std::vector<int> SignalWatch::wait_readable(
    const std::vector<int>& descriptors, std::optional<std::chrono::milliseconds> longest) const
{
    using Clock = std::chrono::steady_clock;
    const auto deadline = Clock::now() + longest.value_or(std::chrono::milliseconds{0});
    std::vector<pollfd> watched{{signals_, POLLIN, 0}};
    for (const int descriptor : descriptors)
        watched.push_back({descriptor, POLLIN, 0});
    for (;;) {
        int timeout = -1;
        if (longest) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
            timeout = static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
        }
        const int ready = poll(watched.data(), watched.size(), timeout);
        if (ready < 0 && errno != EINTR)
            throw Error{Errc::internal, Step{"poll"}, "failed"};
        if (watched.front().revents != 0) {
            signalfd_siginfo taken{}; // taken from the queue: it must not end the program once more on restore
            [[maybe_unused]] const auto size = read(signals_, &taken, sizeof taken);
            throw Error{Errc::interrupted, "SIGINT or SIGTERM"};
        }
        std::vector<int> readable;
        for (std::size_t i = 1; i < watched.size(); ++i)
            if (watched[i].revents != 0)
                readable.push_back(watched[i].fd);
        if (!readable.empty() || ready == 0)
            return readable;
    }
}

} // namespace card::cli
