// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/mac.hpp"
#include "card/gp/key_set.hpp"

/// The keys of one chip from a master key that may never leave its token: both methods need nothing of it but CMAC.
namespace card::gp {

enum class Diversification {
    kdf3,    ///< SP 800-108 in counter mode, as GlobalPlatformPro calls it. [800-108] §4.1
    an10922, ///< [AN10922] §2.2 and its counterparts for longer keys
};

/// Three keys of `key_size` bytes each, 16, 24 or 32. Throws crypto_failed for another size.
///
/// Only KDF3, and AN10922 for AES-128, rest on published examples; AN10922 for AES-192 and AES-256 is confirmed by
/// another implementation alone.
CARD_API KeySet diversify(
    crypto::Cmac& master, const Kdd& kdd, std::size_t key_size = 16, Diversification method = Diversification::kdf3);

/// One key of AN10922 from the diversification input M: CMAC(master, constant | M), twice for the longer keys.
/// M has 16 to 31 bytes, where the note's own padding to two blocks is that of CMAC. Throws crypto_failed.
CARD_API SecureBytes an10922_key(crypto::Cmac& master, ByteView input, std::size_t key_size);

/// What AN10922 derives a card's key from: the diversification data, the letters SCP03 and the number of the key,
/// 1 Key-ENC, 2 Key-MAC, 3 Key-DEK.
CARD_API Bytes an10922_input(const Kdd& kdd, std::uint8_t key_number);

} // namespace card::gp
