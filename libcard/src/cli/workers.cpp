// SPDX-License-Identifier: Apache-2.0
#include "card/cli/workers.hpp"

#include "worker_process.hpp"

#include <algorithm>

namespace card::cli {

namespace {

using Clock = std::chrono::steady_clock;

} // namespace

struct Workers::Signals {
    SignalWatch watch;
};

struct Workers::Running {
    Running(const Work& work, const SignalWatch& signals, std::chrono::milliseconds patience)
        : process{work, signals}, silence{patience}
    {
    }

    bool is_overdue() const { return Clock::now() >= heard + silence; }

    WorkerProcess process;
    std::chrono::milliseconds silence;
    Clock::time_point heard = Clock::now();
    std::string step;
    bool closed = false; ///< its end of the pipe
};

Workers::Workers() : signals_{std::make_unique<Signals>()} {}

Workers::~Workers() = default;

void Workers::start(const std::string& name, const Work& work, std::chrono::milliseconds silence)
{
    require(!is_running(name), Errc::internal, "worker", "two works of one name");
    running_.emplace(name, std::make_unique<Running>(work, signals_->watch, silence));
}

std::optional<Workers::News> Workers::take(const std::string& name, Running& running)
{
    const auto message = running.process.take();
    if (message && message->kind == WorkerMessage::Kind::progress) {
        running.step = as_text(message->body);
        return News{.name = name, .progress = running.step, .result = {}, .error = {}};
    }
    if (!message && !running.closed)
        return std::nullopt;
    News news{.name = name, .progress = {}, .result = {}, .error = {}};
    const int status = running.process.wait();
    if (!message)
        news.error = death(status, running.step);
    else if (message->kind == WorkerMessage::Kind::result)
        news.result = message->body;
    else
        news.error = decode_error(message->body, running.step);
    running_.erase(name);
    return news;
}

std::optional<Workers::News> Workers::overdue()
{
    for (const auto& [name, running] : running_)
        if (running->is_overdue()) {
            News news{.name = name,
                .progress = {},
                .result = {},
                .error = Error{Errc::card_mute, Step{running->step}, "no answer before the deadline"}};
            running_.erase(news.name);
            return news;
        }
    return std::nullopt;
}

void Workers::wait(std::chrono::milliseconds longest)
{
    std::vector<int> descriptors;
    for (const auto& [name, running] : running_) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(running->heard + running->silence - Clock::now());
        longest = std::clamp(left, std::chrono::milliseconds{0}, longest);
        descriptors.push_back(running->process.descriptor());
    }
    for (const int readable : signals_->watch.wait_readable(descriptors, longest))
        for (const auto& [name, running] : running_)
            if (running->process.descriptor() == readable) {
                running->heard = Clock::now();
                running->closed = !running->process.read_some();
            }
}

std::optional<Workers::News> Workers::next(std::chrono::milliseconds longest)
{
    const auto deadline = Clock::now() + longest;
    for (;;) {
        for (const auto& [name, running] : running_)
            if (auto news = take(std::string{name}, *running))
                return news;
        if (auto news = overdue())
            return news;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0)
            return std::nullopt;
        wait(left);
    }
}

} // namespace card::cli
