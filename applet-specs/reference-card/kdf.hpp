// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

namespace refcard {

/// What a key of Doc 9303 is for: the counter of its derivation function.
enum class KeyUse : std::uint8_t { encryption = 1, mac = 2, password = 3 };

/// An AES key of 16, 24 or 32 bytes: the first of SHA-1(secret | 000000 | use) for 16, of SHA-256 for more.
/// [9303-11] §9.7.1
Bytes derive_9303(ByteView secret, KeyUse use, std::size_t key_size);

/// The constants of SCP03's key derivation. [GP-D] §4.1.5
enum class ScpConstant : std::uint8_t {
    card_cryptogram = 0x00,
    host_cryptogram = 0x01,
    card_challenge = 0x02,
    s_enc = 0x04,
    s_mac = 0x06,
    s_rmac = 0x07,
};

/// `bits` bits (a multiple of 8) by CMAC in counter mode. [GP-D] §4.1.5, [800-108] §5.1
Bytes derive_scp03(ByteView key, ScpConstant constant, ByteView context, std::size_t bits);

} // namespace refcard
