// SPDX-License-Identifier: Apache-2.0
#include "deadline.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>

using namespace std::chrono_literals;

namespace {

/// In this thread, for as long as it is set.
thread_local bool no_memory = false;

} // namespace

void* operator new(std::size_t size)
{
    void* const memory = no_memory ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr)
        throw std::bad_alloc{};
    return memory;
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

TEST_CASE("deadline: without memory for a thread, or without leave to make one, there is none")
{
    std::mutex lock;
    unsigned expired = 0;
    p11::Deadline deadline{lock, [&] { ++expired; }};
    const std::lock_guard held{lock};
    no_memory = true;
    const bool set = deadline.set(p11::Deadline::Clock::now() + 1h);
    no_memory = false;
    CHECK_FALSE(set);
    p11::Deadline without_threads{lock, [&] { ++expired; }, false};
    CHECK_FALSE(without_threads.set(p11::Deadline::Clock::now() + 1h));
    CHECK(expired == 0);
}

TEST_CASE("deadline: it ends what nobody ended before, once")
{
    std::mutex lock;
    unsigned expired = 0;
    p11::Deadline deadline{lock, [&] { ++expired; }};
    {
        const std::lock_guard held{lock};
        REQUIRE(deadline.set(p11::Deadline::Clock::now() + 1h));
        REQUIRE(deadline.set(p11::Deadline::Clock::now()));
    }
    const auto has_expired = [&] {
        const std::lock_guard held{lock};
        return expired != 0;
    };
    for (int i = 0; i < 10'000 && !has_expired(); ++i)
        std::this_thread::sleep_for(1ms);
    CHECK(has_expired());
    deadline.stop();
    CHECK(expired == 1);
}
