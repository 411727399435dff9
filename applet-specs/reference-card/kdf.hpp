// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

namespace refcard {

/// What a key of Doc 9303 is for: the counter of its derivation function.
enum class KeyUse : std::uint8_t { encryption = 1, mac = 2, password = 3 };

/// A 16-byte AES key: the first half of SHA-1(secret | 000000 | use), as AES-128 asks. [9303-11] §9.7.1
Bytes derive_9303(ByteView secret, KeyUse use);

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

/// The three static keys of a keyset, and their order in PUT KEY.
enum class KeyRole : std::uint8_t { enc = 1, mac = 2, dek = 3 };

/// A card key from a master key: CMAC(master, 01 | 000000 | role | 00 | diversification data). [800-108] §5.1
Bytes diversify(ByteView master, KeyRole role, ByteView diversification_data);

} // namespace refcard
