// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/counting.hpp"

namespace card::iso7816 {

StepCost total(const std::vector<StepCost>& steps)
{
    StepCost sum{.step = "total"};
    for (const StepCost& step : steps) {
        sum.apdus += step.apdus;
        sum.bytes_sent += step.bytes_sent;
        sum.bytes_received += step.bytes_received;
    }
    return sum;
}

void CountingTransport::begin_step(std::string step)
{
    steps_.push_back({.step = std::move(step)});
}

Bytes CountingTransport::exchange(ByteView command)
{
    if (steps_.empty())
        begin_step("");
    ++steps_.back().apdus;
    steps_.back().bytes_sent += command.size();
    Bytes answer = below_.exchange(command);
    steps_.back().bytes_received += answer.size();
    return answer;
}

} // namespace card::iso7816
