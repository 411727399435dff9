// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <initializer_list>
#include <utility>

namespace card {

/// Overwrites memory in a way that the optimiser may not remove.
CARD_API void wipe(std::span<std::uint8_t> memory) noexcept;

/// Owner of a secret: move-only, wiped on destruction and before it is replaced, never printed.
/// Its size never changes after construction, so no reallocation leaves a copy behind.
class CARD_API SecureBytes {
public:
    SecureBytes() = default;

    explicit SecureBytes(std::size_t size) : bytes_(size) {}

    explicit SecureBytes(ByteView copy_of) : bytes_(copy_of.begin(), copy_of.end()) {}

    SecureBytes(SecureBytes&& other) noexcept : bytes_{std::exchange(other.bytes_, {})} {}

    SecureBytes& operator=(SecureBytes&& other) noexcept;
    SecureBytes(const SecureBytes&) = delete;
    SecureBytes& operator=(const SecureBytes&) = delete;

    ~SecureBytes() { wipe(bytes_); }

    /// A second owner, said aloud.
    SecureBytes clone() const { return SecureBytes{view()}; }

    std::uint8_t* data() noexcept { return bytes_.data(); }

    const std::uint8_t* data() const noexcept { return bytes_.data(); }

    std::size_t size() const noexcept { return bytes_.size(); }

    bool empty() const noexcept { return bytes_.empty(); }

    std::uint8_t& operator[](std::size_t i) { return bytes_[i]; }

    std::uint8_t operator[](std::size_t i) const { return bytes_[i]; }

    ByteView view() const noexcept { return bytes_; }

    std::span<std::uint8_t> span() noexcept { return bytes_; }

    operator ByteView() const noexcept { return bytes_; }

private:
    Bytes bytes_;
};

/// The concatenation of secret parts, in one allocation.
CARD_API SecureBytes secure_concat(std::initializer_list<ByteView> parts);

/// Compares in time that depends on the lengths alone.
CARD_API bool ct_equal(ByteView a, ByteView b) noexcept;

} // namespace card
