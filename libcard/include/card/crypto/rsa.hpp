// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/hash.hpp"

/// The public side of RSA; private keys stay in cards. [RFC8017]
namespace card::crypto {

/// Public keys from 2048 to 4096 bits, both numbers big-endian without leading zeros.
class CARD_API RsaPublicKey {
public:
    /// Leading zeros are taken off. Throws key_rejected for a modulus that is even or of another size, and an exponent
    /// that is even, below 3 or above 64 bits.
    static RsaPublicKey make(ByteView modulus, ByteView exponent);

    const Bytes& modulus() const noexcept { return modulus_; }

    const Bytes& exponent() const noexcept { return exponent_; }

    /// Bytes of the modulus, and of every block and signature under the key.
    std::size_t size() const noexcept { return modulus_.size(); }

    friend bool operator==(const RsaPublicKey&, const RsaPublicKey&) = default;

private:
    RsaPublicKey(Bytes modulus, Bytes exponent) : modulus_{std::move(modulus)}, exponent_{std::move(exponent)} {}

    Bytes modulus_;
    Bytes exponent_;
};

/// RSAEP, which is also RSAVP1: block ^ e mod n, in the full length of the modulus. [RFC8017] §5.1.1, §5.2.2
/// Throws malformed_data unless the block has the length of the modulus and is a smaller number.
CARD_API Bytes rsa_public_operation(const RsaPublicKey& key, ByteView block);

/// Bytes that PKCS#1 v1.5 adds at least: 00 01, eight of FF, 00.
inline constexpr std::size_t pkcs1_overhead = 11;

/// 00 01 FF .. FF 00 before the data, in the length of the modulus. [RFC8017] §9.2
/// Throws malformed_data if there is no room for that.
CARD_API Bytes pkcs1_padded(ByteView data, std::size_t modulus_size);

/// EMSA-PKCS1-v1_5 of a digest: what a card raises to its private exponent to sign. [RFC8017] §9.2
/// Throws malformed_data if the digest has another length than the hash, or the modulus no room for it.
CARD_API Bytes pkcs1_block(Hash hash, ByteView digest, std::size_t modulus_size);

/// RSASSA-PKCS1-v1_5 over a digest. False for every malformed signature. [RFC8017] §8.2.2
CARD_API bool verify_rsa_pkcs1(const RsaPublicKey& key, Hash hash, ByteView digest, ByteView signature);

} // namespace card::crypto
