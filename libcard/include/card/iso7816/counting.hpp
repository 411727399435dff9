// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/transport.hpp"

#include <string>
#include <vector>

namespace card::iso7816 {

/// What a step of a flow spent on the wire.
struct StepCost {
    std::string step;
    std::size_t apdus = 0;
    std::size_t bytes_sent = 0;
    std::size_t bytes_received = 0;
};

/// The sum over all steps, under the name "total".
CARD_API StepCost total(const std::vector<StepCost>& steps);

/// A transport around a transport that counts APDUs and bytes for each named step.
class CARD_API CountingTransport : public Transport {
public:
    /// The transport below must outlive this one.
    explicit CountingTransport(Transport& below) : below_{below} {}

    /// What follows counts for this step.
    void begin_step(std::string step);
    Bytes exchange(ByteView command) override;

    const std::vector<StepCost>& steps() const noexcept { return steps_; }

private:
    Transport& below_;
    std::vector<StepCost> steps_;
};

} // namespace card::iso7816
