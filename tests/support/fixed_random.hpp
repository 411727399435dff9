// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/crypto/random.hpp"

#include <algorithm>
#include <stdexcept>

namespace test {

/// A RandomSource that yields given bytes and throws when they are used up, so that a published exchange replays.
class FixedRandom : public card::crypto::RandomSource {
public:
    explicit FixedRandom(card::Bytes bytes) : rest_{std::move(bytes)} {}

    void fill(std::span<std::uint8_t> out) override
    {
        if (out.size() > rest_.size())
            throw std::runtime_error{"FixedRandom: more bytes asked for than given"};
        const auto end = rest_.begin() + static_cast<std::ptrdiff_t>(out.size());
        std::copy(rest_.begin(), end, out.begin());
        rest_.erase(rest_.begin(), end);
    }

    bool used_up() const { return rest_.empty(); }

private:
    card::Bytes rest_;
};

} // namespace test
