// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/kdf.hpp"

#include <array>

namespace card::sm {

/// The number of commands and answers so far, 16 bytes, raised before each. [9303-11] §9.8.2
class CARD_API SendSequenceCounter {
public:
    SendSequenceCounter() = default;
    /// Takes all 16 bytes. Throws malformed_data for another size.
    explicit SendSequenceCounter(ByteView value);

    void increment() noexcept;

    ByteView bytes() const noexcept { return value_; }

private:
    std::array<std::uint8_t, 16> value_{};
};

/// The session keys at work: AES-CBC whose IV is the encrypted counter, and CMAC cut to 8 bytes. [9303-11] §9.8.6
class CARD_API Suite {
public:
    static constexpr std::size_t block_size = 16;
    static constexpr std::size_t mac_size = 8;

    Suite(crypto::SessionKeys keys, SendSequenceCounter ssc) : keys_{std::move(keys)}, ssc_{ssc} {}

    /// Before each command and before each answer.
    void next() noexcept { ssc_.increment(); }

    /// Pads and encrypts.
    Bytes encrypt(ByteView plaintext) const;
    /// Decrypts and takes the padding off. Throws crypto_failed.
    Bytes decrypt(ByteView ciphertext) const;
    /// Over the counter and the message, which must be padded where the clause pads it.
    Bytes mac(ByteView padded_message) const;

private:
    Bytes iv() const;

    crypto::SessionKeys keys_;
    SendSequenceCounter ssc_;
};

} // namespace card::sm
