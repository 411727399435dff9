// SPDX-License-Identifier: Apache-2.0
#include "event_watch.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace p11 {

using card::Error;
using card::pcsc::Reader;

namespace {

/// A wait looks up so often whether it shall end. SCardCancel would be missed between two waits.
constexpr std::chrono::milliseconds slice{400};

const Reader* find(const std::vector<Reader>& readers, const std::string& name)
{
    const auto found =
        std::find_if(readers.begin(), readers.end(), [&](const Reader& reader) { return reader.name == name; });
    return found == readers.end() ? nullptr : &*found;
}

bool same_state(const Reader& a, const Reader& b)
{
    return a.event_counter() == b.event_counter() && a.has_card() == b.has_card();
}

} // namespace

EventWatch::EventWatch() : reported_{observe()} {}

/// No readers while the service does not run; a dead context is given up, so that the next look finds a new service.
std::vector<Reader> EventWatch::observe()
{
    try {
        if (!context_)
            context_.emplace();
        return card::pcsc::list_readers(*context_);
    } catch (const Error&) {
        context_.reset();
        return {};
    }
}

std::optional<std::string> EventWatch::next_change(const std::vector<Reader>& now)
{
    for (const Reader& reader : now) {
        const Reader* before = find(reported_, reader.name);
        if (before != nullptr && same_state(*before, reader))
            continue;
        std::erase_if(reported_, [&](const Reader& known) { return known.name == reader.name; });
        reported_.push_back(reader);
        return reader.name;
    }
    for (const Reader& before : reported_) {
        if (find(now, before.name) == nullptr) {
            const std::string name = before.name;
            std::erase_if(reported_, [&](const Reader& known) { return known.name == name; });
            return name;
        }
    }
    return std::nullopt;
}

std::optional<std::string> EventWatch::poll()
{
    const std::unique_lock lock{lock_, std::try_to_lock};
    return lock ? next_change(observe()) : std::nullopt;
}

std::optional<std::string> EventWatch::wait()
{
    const std::lock_guard lock{lock_};
    while (!stopped_) {
        const std::vector<Reader> now = observe();
        if (auto changed = next_change(now))
            return changed;
        try {
            if (context_) {
                card::pcsc::wait_for_change(*context_, now, slice);
                continue;
            }
        } catch (const Error&) {
            context_.reset();
        }
        std::this_thread::sleep_for(slice);
    }
    return std::nullopt;
}

} // namespace p11
