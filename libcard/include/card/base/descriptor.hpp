// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <unistd.h>

#include <utility>

namespace card {

/// Owns an open file, folder or socket; below 0 is none.
class CARD_API Descriptor {
public:
    explicit Descriptor(int descriptor = -1) noexcept : descriptor_{descriptor} {}

    Descriptor(Descriptor&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

    ~Descriptor() { close(); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }

    bool is_open() const noexcept { return descriptor_ >= 0; }

    int get() const noexcept { return descriptor_; }

    /// Some file systems tell only now that the disk is full.
    bool close() noexcept { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

    /// False, with errno, where it cannot take all of it.
    bool write_all(ByteView content) const noexcept;

private:
    int descriptor_;
};

} // namespace card
