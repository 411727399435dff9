// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/pki/leniency.hpp"

namespace card::pki {

/// Decides on each deviation under one leniency, and notes what was let pass.
class Allowing {
public:
    explicit Allowing(Leniency leniency) noexcept : leniency_{leniency} {}

    bool lenient() const noexcept { return leniency_ == Leniency::foreign_legacy; }

    /// Nothing if `good`; else the deviation is noted, or refused with this error.
    void unless(bool good, Allowance deviation, Errc code, std::string_view step, std::string_view sentence)
    {
        if (good)
            return;
        require(lenient(), code, step, sentence);
        noted_.insert(deviation);
    }

    void add(const Allowances& more) { noted_.insert(more.begin(), more.end()); }

    const Allowances& noted() const noexcept { return noted_; }

private:
    Leniency leniency_;
    Allowances noted_;
};

} // namespace card::pki
