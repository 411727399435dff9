// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card_key.hpp"
#include "cryptoki.hpp"

#include "card/crypto/hash.hpp"

#include <optional>
#include <span>
#include <vector>

namespace p11 {

/// What the numbers mean, between the message and the key.
enum class Scheme {
    ecdsa, ///< a digest
    ecdh,  ///< the other side's point
    pkcs1, ///< a PKCS#1 v1.5 block
    pss,   ///< a PSS block
    oaep,  ///< an OAEP block
    raw,   ///< a block that the caller made. CKM_RSA_X_509
    digest ///< no key at all
};

/// A mechanism of the token: what the card computes, after what the module computes for it.
struct Mechanism {
    CK_MECHANISM_TYPE type = 0;
    Scheme scheme{};
    std::optional<card::crypto::Hash> hash; ///< of the message; none: the caller brings what is signed

    bool allows(Use use) const;

    /// Whether keys of this kind are what it works with.
    bool is_for(KeyKind kind) const;
};

/// A mechanism, and the sizes of the keys that it works with.
struct Offer {
    Mechanism mechanism;
    CK_MECHANISM_INFO info = {};
};

/// What a token with these keys can do, and no more.
std::vector<Offer> mechanisms(std::span<const CardKey> keys);

/// Throws CKR_MECHANISM_INVALID unless the token does something with it.
Offer find_mechanism(CK_MECHANISM_TYPE type, std::span<const CardKey> keys);

/// The mechanism, if it serves this use of this key; nothing otherwise.
std::optional<Mechanism> mechanism_for(CK_MECHANISM_TYPE type, Use use, const CardKey& key);

/// The digest that CKM_SHA_1, CKM_SHA224 and so on name. Throws CKR_MECHANISM_INVALID.
card::crypto::Hash digest_mechanism(CK_MECHANISM_TYPE type);

/// CKA_ALLOWED_MECHANISMS of a private key, or of the public key that belongs to it.
std::vector<CK_MECHANISM_TYPE> allowed_mechanisms(const CardKey& key, bool is_private);

} // namespace p11
