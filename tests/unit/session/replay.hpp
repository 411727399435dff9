// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/fixed_random.hpp"

#include <numeric>

namespace test {

/// The host's randomness in tests/scripts/verification_*.apdu: two ephemeral keys for PACE, one for Chip
/// Authentication, one challenge.
inline FixedRandom replay_random()
{
    card::Bytes bytes(4 * 32);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
    return FixedRandom{std::move(bytes)};
}

} // namespace test
