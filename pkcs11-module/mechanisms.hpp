// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

#include "card/crypto/hash.hpp"

#include <optional>
#include <span>

namespace p11 {

/// A mechanism of the token: what the card computes, after what the module computes for it.
struct Mechanism {
    CK_MECHANISM_TYPE type = 0;
    std::optional<card::crypto::Hash> hash; ///< of the message; none: the caller brings the digest
    CK_MECHANISM_INFO info = {};
};

/// All of them, no more than the card can do.
std::span<const Mechanism> mechanisms();

/// Throws CKR_MECHANISM_INVALID.
const Mechanism& find_mechanism(CK_MECHANISM_TYPE type);

} // namespace p11
