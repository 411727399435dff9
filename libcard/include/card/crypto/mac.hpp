// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

#include <initializer_list>

namespace card::crypto {

inline constexpr std::size_t cmac_size = 16;

/// AES-CMAC, all 16 bytes. [800-38B] §6.2 Throws crypto_failed unless the key has 16, 24 or 32 bytes.
CARD_API Bytes aes_cmac(ByteView key, ByteView message);
CARD_API Bytes aes_cmac(ByteView key, std::initializer_list<ByteView> parts);

/// HMAC with SHA-256, all 32 bytes. [RFC2104] §2
CARD_API Bytes hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

/// AES-CMAC under a key that may stay where it is, in a token.
class CARD_API Cmac {
public:
    virtual ~Cmac() = default;

    /// All 16 bytes: key material, when the message is a derivation block.
    virtual SecureBytes mac(ByteView message) = 0;
};

/// AES-CMAC under a key in memory.
class CARD_API AesCmac : public Cmac {
public:
    explicit AesCmac(SecureBytes key) : key_{std::move(key)} {}

    SecureBytes mac(ByteView message) override;

private:
    SecureBytes key_;
};

} // namespace card::crypto
