// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"

namespace perso {

/// A number below `bound`, each equally likely: values that would favour some are drawn again.
inline std::uint32_t uniform(card::crypto::RandomSource& random, std::uint32_t bound)
{
    const std::uint64_t range = std::uint64_t{1} << 32;
    const std::uint64_t fair = range - range % bound;
    for (;;) {
        const std::uint64_t drawn = card::from_big_endian(random.bytes(4));
        if (drawn < fair)
            return static_cast<std::uint32_t>(drawn % bound);
    }
}

} // namespace perso
