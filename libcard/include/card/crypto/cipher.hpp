// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

/// AES with keys of 16, 24 or 32 bytes; every other size is crypto_failed. [FIPS197]
namespace card::crypto {

inline constexpr std::size_t aes_block_size = 16;

/// One block, encrypted.
CARD_API Bytes aes_encrypt_block(ByteView key, ByteView block);

/// CBC over whole blocks, without padding. [800-38A] §6.2 Throws crypto_failed on a part of a block.
CARD_API Bytes aes_cbc_encrypt(ByteView key, ByteView iv, ByteView plaintext);
CARD_API SecureBytes aes_cbc_decrypt(ByteView key, ByteView iv, ByteView ciphertext);

/// Appends 80 and as many 00 as fill the last block: ISO/IEC 9797-1 padding method 2.
CARD_API SecureBytes pad80(ByteView data, std::size_t block = aes_block_size);

/// What stood before the padding, a view into `padded`. Throws crypto_failed unless it ends in 80 and at most
/// `block` - 1 bytes 00.
CARD_API ByteView unpad80(ByteView padded, std::size_t block = aes_block_size);

} // namespace card::crypto
