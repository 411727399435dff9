// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/key_set.hpp"

/// Session keys and cryptograms of SCP03. [GP-D] §4.1.5, §6.2
namespace card::gp {

using Challenge = std::array<std::uint8_t, 8>;
using Cryptogram = std::array<std::uint8_t, 8>;

/// What a derivation is for: the last byte of its label. [GP-D] Table 4-1
enum class Derivation : std::uint8_t {
    card_cryptogram = 0x00,
    host_cryptogram = 0x01,
    card_challenge = 0x02,
    s_enc = 0x04,
    s_mac = 0x06,
    s_rmac = 0x07,
};

/// The KDF in counter mode over CMAC; `size` in bytes. [GP-D] §4.1.5
CARD_API SecureBytes derive(ByteView key, Derivation purpose, std::size_t size, ByteView context);

/// The keys of one session. [GP-D] §6.2.1
struct Scp03SessionKeys {
    SecureBytes s_enc;
    SecureBytes s_mac;
    SecureBytes s_rmac;
};

CARD_API Scp03SessionKeys derive_session_keys(const KeySet& keys, const Challenge& host, const Challenge& card);

/// [GP-D] §6.2.2.2 and §6.2.2.3
CARD_API Cryptogram card_cryptogram(ByteView s_mac, const Challenge& host, const Challenge& card);
CARD_API Cryptogram host_cryptogram(ByteView s_mac, const Challenge& host, const Challenge& card);

} // namespace card::gp
