// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"

/// AES-256-GCM: what is sealed can be read and was not altered, or does not open. [SP800-38D]
namespace perso::issuer::gcm {

inline constexpr std::size_t key_size = 32;
inline constexpr std::size_t nonce_size = 12;
inline constexpr std::size_t tag_size = 16;

/// Ciphertext and tag. A nonce is used once per key. `context` is authenticated and not hidden.
card::Bytes seal(card::ByteView key, card::ByteView nonce, card::ByteView context, card::ByteView plain);

/// Throws seal_broken if any of it is not as it was sealed.
card::SecureBytes open(card::ByteView key, card::ByteView nonce, card::ByteView context, card::ByteView sealed);

} // namespace perso::issuer::gcm
