// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

namespace card::crypto {

/// Where randomness comes in. Protocols take one as an argument, so that a published exchange can be replayed.
class CARD_API RandomSource {
public:
    virtual ~RandomSource() = default;

    /// Overwrites all of `out`. Throws random_failed.
    virtual void fill(std::span<std::uint8_t> out) = 0;

    /// `size` fresh bytes for a challenge.
    Bytes bytes(std::size_t size);
    /// `size` fresh bytes for a key.
    SecureBytes secret(std::size_t size);
};

/// The operating system's generator.
CARD_API RandomSource& system_random();

} // namespace card::crypto
