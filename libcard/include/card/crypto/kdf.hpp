// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

namespace card::crypto {

/// What a derived key is for: the counter c of [9303-11] §9.7.1.
enum class KeyUse : std::uint8_t { encryption = 1, authentication = 2, password = 3 };

/// KDF(K, c) for an AES key of 16, 24 or 32 bytes. [9303-11] §9.7.1.2
CARD_API SecureBytes derive_key(ByteView secret, KeyUse use, std::size_t key_size);

/// The two keys of a secure channel, KS_enc and KS_mac.
struct SessionKeys {
    SecureBytes k_enc;
    SecureBytes k_mac;
};

/// Both session keys from the shared secret of a key agreement. [9303-11] §9.7.1
CARD_API SessionKeys derive_session_keys(ByteView shared_secret, std::size_t key_size);

} // namespace card::crypto
