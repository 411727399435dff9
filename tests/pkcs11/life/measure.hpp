// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace test {

using Clock = std::chrono::steady_clock;

/// How much of a campaign runs: a sample, or what CARD_SOAK says (seconds of signing; any value means all rounds).
/// ./run soak sets it. What is printed here, suite.sh reads.
inline unsigned rounds(unsigned sample, unsigned all)
{
    return std::getenv("CARD_SOAK") != nullptr ? all : sample;
}

inline std::chrono::seconds campaign(std::chrono::seconds sample)
{
    const char* const seconds = std::getenv("CARD_SOAK");
    return seconds != nullptr ? std::chrono::seconds{std::atoi(seconds)} : sample;
}

inline double seconds(Clock::duration duration)
{
    return std::chrono::duration<double>{duration}.count();
}

/// The longest of several durations, and their mean.
class Durations {
public:
    void add(Clock::duration one)
    {
        ++count_;
        sum_ += one;
        longest_ = std::max(longest_, one);
    }

    Clock::duration longest() const { return longest_; }

    void print(const std::string& what) const
    {
        std::printf("%s: %u times, mean %.3f s, longest %.3f s\n", what.c_str(), count_,
            count_ == 0 ? 0.0 : seconds(sum_) / count_, seconds(longest_));
        std::fflush(stdout);
    }

private:
    unsigned count_ = 0;
    Clock::duration sum_{};
    Clock::duration longest_{};
};

} // namespace test
