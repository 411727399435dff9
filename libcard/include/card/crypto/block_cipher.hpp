// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

/// Single blocks, as a card's management key takes them. Every size other than the named is crypto_failed.
namespace card::crypto {

/// TDES with three keys, 24 bytes, blocks of 8 [800-67]; AES with 16, 24 or 32 bytes, blocks of 16 [FIPS197].
enum class BlockCipher { tdes, aes };

CARD_API std::size_t block_size(BlockCipher cipher);

CARD_API SecureBytes encrypt_block(BlockCipher cipher, ByteView key, ByteView block);
CARD_API SecureBytes decrypt_block(BlockCipher cipher, ByteView key, ByteView block);

} // namespace card::crypto
