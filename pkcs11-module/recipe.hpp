// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mechanisms.hpp"

#include "card/base/secure_bytes.hpp"

namespace p11 {

/// A mechanism with its parameters, for one key: how a message becomes what the key is applied to, and back.
/// [PKCS11-CM-2.40] §2.1, §2.3
class Recipe {
public:
    /// Throws CKR_MECHANISM_PARAM_INVALID for parameters that the mechanism does not take.
    Recipe(const Mechanism& mechanism, const CK_MECHANISM& parameters, CardKey key);

    const CardKey& key() const noexcept { return key_; }

    /// The module hashes the message; without one the caller brings what is signed.
    const std::optional<card::crypto::Hash>& hash() const noexcept { return hash_; }

    /// Bytes that the caller may bring at most, where nothing is hashed.
    std::size_t longest_input() const;

    /// What the card's private key is applied to for a signature: a digest as long as the key's coordinates, or a block
    /// as long as the modulus. `data` is the digest or what the caller brought. Throws CKR_DATA_LEN_RANGE.
    card::Bytes block_to_sign(card::ByteView data) const;
    /// Whether the signature, as long as it must be, is this key's over `data`.
    bool verifies(card::ByteView data, card::ByteView signature) const;

    /// Encrypted to the public key. Throws CKR_DATA_LEN_RANGE.
    card::Bytes encrypt(card::ByteView message) const;
    /// The message in a block that the card decrypted. Throws CKR_ENCRYPTED_DATA_INVALID.
    card::SecureBytes message_in(const card::SecureBytes& block) const;

private:
    void read_pss(const CK_MECHANISM& parameters);
    void read_oaep(const CK_MECHANISM& parameters);
    card::Bytes raw_block(card::ByteView data) const;

    std::size_t size() const { return key_.size(); }

    Scheme scheme_;
    std::optional<card::crypto::Hash> hash_;
    CardKey key_;

    card::crypto::Hash inner_hash_{}; ///< of PSS and OAEP
    card::crypto::Hash mask_hash_{};
    std::size_t salt_size_ = 0;
    card::Bytes label_;
};

} // namespace p11
