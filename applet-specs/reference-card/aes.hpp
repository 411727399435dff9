// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

/// AES with keys of 16, 24 or 32 bytes. Nothing here throws but for a key or block of impossible size.
namespace refcard::aes {

inline constexpr std::size_t block_size = 16;
/// Secure messaging and SCP03 send the first half of a MAC.
inline constexpr std::size_t short_mac_size = 8;

/// CBC without padding: whole blocks in, whole blocks out. [800-38A] §6.2
Bytes encrypt(ByteView key, ByteView iv, ByteView blocks);
Bytes decrypt(ByteView key, ByteView iv, ByteView blocks);
/// One block alone (ECB).
Bytes encrypt_block(ByteView key, ByteView block);
/// Sixteen zero bytes: the initial value where a protocol names none.
ByteView zero_block();

/// CMAC, 16 bytes. [800-38B]
Bytes cmac(ByteView key, ByteView message);

/// One byte 80, then zeros to the next block boundary. [9797-1:2011] padding method 2
Bytes pad(ByteView message);
/// Takes that padding away. Throws Refusal{wrong_data} if it is not there.
Bytes unpad(ByteView padded);

} // namespace refcard::aes
