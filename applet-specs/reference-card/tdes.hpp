// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

/// TDES with three keys, 24 bytes; parity bits do not count. [800-67] §3
namespace refcard::tdes {

inline constexpr std::size_t block_size = 8;
inline constexpr std::size_t key_size = 24;

/// One block alone (ECB). Throws std::logic_error for a key or block of another size.
Bytes encrypt_block(ByteView key, ByteView block);

} // namespace refcard::tdes
