// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "held_transaction.hpp"
#include "recipe.hpp"

#include "card/crypto/hash.hpp"

#include <optional>

namespace p11 {

/// A message that comes in one piece or in parts, hashed as it comes if the mechanism says so.
class MessageInput {
public:
    explicit MessageInput(const Recipe& recipe);

    /// Begun by an Update function: the one-piece function may not end it.
    bool in_parts() const noexcept { return in_parts_; }

    void begin_parts() noexcept { in_parts_ = true; }

    /// Throws CKR_DATA_LEN_RANGE for more than the mechanism takes.
    void update(card::ByteView part);

    /// The digest, or what came. The message is complete; the operation can only be ended after this.
    card::Bytes finish();

private:
    std::optional<card::crypto::Hasher> hasher_;
    card::Bytes given_;
    std::size_t room_;
    bool in_parts_ = false;
};

/// A signature in the making, from C_SignInit until it is handed out.
struct SignOperation {
    explicit SignOperation(Recipe how) : recipe{std::move(how)}, message{recipe} {}

    /// The holder gave the PIN for this one signature. [PKCS11-2.40] §5.6
    bool may_sign() const { return authorized || !recipe.key().needs_pin_each_time(); }

    /// The message is complete.
    card::Bytes card_input() { return recipe.block_to_sign(message.finish()); }

    Recipe recipe;
    MessageInput message;
    bool authorized = false;
    HeldTransaction held = {}; ///< in which the PIN was given
};

/// From C_VerifyInit to the answer. No card takes part.
struct VerifyOperation {
    explicit VerifyOperation(Recipe how) : recipe{std::move(how)}, message{recipe} {}

    /// Throws CKR_SIGNATURE_LEN_RANGE, CKR_SIGNATURE_INVALID.
    void check(card::ByteView signature);

    Recipe recipe;
    MessageInput message;
};

/// From C_DecryptInit until the message is handed out: what the card computed is kept for the second call.
struct DecryptOperation {
    explicit DecryptOperation(Recipe how) : recipe{std::move(how)} {}

    Recipe recipe;
    card::Bytes cryptogram;
    std::optional<card::SecureBytes> message = std::nullopt; ///< in `cryptogram`
};

struct EncryptOperation {
    Recipe recipe;
};

/// From C_DigestInit until the digest is handed out.
struct DigestOperation {
    explicit DigestOperation(card::crypto::Hash how) : hash{how}, hasher{how} {}

    card::crypto::Hash hash;
    card::crypto::Hasher hasher;
    bool in_parts = false;
};

} // namespace p11
