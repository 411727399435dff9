// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "module.hpp"

#include <atomic>
#include <thread>

namespace test {

/// What else an application does meanwhile: one thread waits for slot events, another lists the slots all the time.
class Watchers {
public:
    explicit Watchers(const LoadedModule& module);
    /// Finalizes the module, which ends both.
    ~Watchers();
    Watchers(const Watchers&) = delete;
    Watchers& operator=(const Watchers&) = delete;

    unsigned events() const { return events_; }

    unsigned lists() const { return lists_; }

    /// Answers that neither function may give.
    unsigned wrong_answers() const { return wrong_; }

private:
    void wait_for_events();
    void list_slots();

    const LoadedModule& module_;
    std::atomic<unsigned> events_{0};
    std::atomic<unsigned> lists_{0};
    std::atomic<unsigned> wrong_{0};
    std::thread waiting_;
    std::thread listing_;
};

} // namespace test
