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

    std::size_t signature_size() const { return key_.signature_size(); }

    /// The holder gave the PIN for this one signature. [PKCS11-2.40] §5.6
    void authorize() noexcept { authorized_ = true; }

    bool authorized() const noexcept { return authorized_ || !key_.needs_pin_each_time(); }

    /// Begun by C_SignUpdate: C_Sign may not end it.
    bool in_parts() const noexcept { return in_parts_; }

    void begin_parts() noexcept { in_parts_ = true; }

    /// More of the message, or of what is signed as it is if the mechanism hashes nothing. Throws CKR_DATA_LEN_RANGE.
    void update(card::ByteView part);

    /// What the card applies its key to: a digest as long as the key's coordinates, or a PKCS#1 block. The message is
    /// complete; the operation can only be ended after this.
    card::Bytes card_input();

private:
    std::size_t longest_given() const;

    CardKey key_;
    std::optional<card::crypto::Hash> hash_;     ///< none: the caller brings what is signed
    std::optional<card::crypto::Hasher> hasher_; ///< of the message
    card::Bytes given_;
    bool in_parts_ = false;
    bool authorized_ = false;
};

} // namespace p11
