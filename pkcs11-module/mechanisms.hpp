// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card_key.hpp"
#include "cryptoki.hpp"

#include "card/crypto/hash.hpp"

#include <optional>
#include <span>
#include <vector>

namespace p11 {

/// A mechanism of the token: what the card computes, after what the module computes for it.
struct Mechanism {
    CK_MECHANISM_TYPE type = 0;
    KeyKind kind{};
    std::optional<card::crypto::Hash> hash; ///< of the message; none: the caller brings what is signed
};

/// A mechanism, and the sizes of the keys that it works with.
struct Offer {
    Mechanism mechanism;
    CK_MECHANISM_INFO info = {};
};

/// What a token with these keys can do, and no more.
std::vector<Offer> mechanisms(std::span<const CardKey> keys);

/// Throws CKR_MECHANISM_INVALID unless one of the keys works with it.
Offer find_mechanism(CK_MECHANISM_TYPE type, std::span<const CardKey> keys);

} // namespace p11
