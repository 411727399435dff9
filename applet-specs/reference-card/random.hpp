// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

namespace refcard {

/// Where challenges, nonces and keys come from; tests bring a source of known numbers.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    Bytes bytes(std::size_t count)
    {
        Bytes drawn(count);
        fill(drawn);
        return drawn;
    }
};

/// OpenSSL's generator for secrets.
class SystemRandom : public Random {
public:
    /// Throws std::runtime_error when the generator fails: no answer is given then.
    void fill(std::span<std::uint8_t> bytes) override;
};

} // namespace refcard
