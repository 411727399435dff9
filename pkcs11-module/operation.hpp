// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mechanisms.hpp"
#include "objects.hpp"

#include <optional>

namespace p11 {

/// A signature in the making, from C_SignInit until it is handed out.
class SignOperation {
public:
    SignOperation(const Mechanism& mechanism, CardKey key);

    const CardKey& key() const noexcept { return key_; }

    /// r | s, each as long as a coordinate. [PKCS11-CM-2.40] §2.3.1
    std::size_t signature_size() const { return 2 * card::crypto::field_size(key_.public_key.curve()); }

    /// Begun by C_SignUpdate: C_Sign may not end it.
    bool in_parts() const noexcept { return in_parts_; }

    void begin_parts() noexcept { in_parts_ = true; }

    /// More of the message, or of the digest if the mechanism hashes nothing. Throws CKR_DATA_LEN_RANGE.
    void update(card::ByteView part);

    /// What the card signs. The message is complete; the operation can only be ended after this.
    card::Bytes digest();

private:
    CardKey key_;
    std::optional<card::crypto::Hasher> hasher_; ///< none: the caller brings the digest
    card::Bytes given_digest_;
    bool in_parts_ = false;
};

} // namespace p11
