// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/public_key.hpp"
#include "card/piv/slots.hpp"

namespace p11 {

enum class KeyKind { ec, rsa };

/// What a key pair is for; verifying and encrypting need its public half alone, and no card.
enum class Use { sign, verify, decrypt, encrypt, derive };

/// A key pair of the card: the slot of its private half, and the public half, which proves what the card computed.
struct CardKey {
    card::piv::Slot slot;
    card::crypto::PublicKey public_key;

    KeyKind kind() const;
    unsigned long bits() const;

    /// Bytes of a coordinate or of the modulus.
    std::size_t size() const;

    /// 9D and the retired keys agree on keys on a curve and decrypt them with RSA; all others sign.
    bool serves(Use use) const;

    /// The card asks for the PIN before this key is used; for 9C right before every use.
    bool needs_pin() const { return card::piv::needs_pin(slot); }

    bool needs_pin_each_time() const { return slot == card::piv::Slot::signature; }

    /// Bytes of a signature as Cryptoki hands it out: r | s, or as long as the modulus. [PKCS11-CM-2.40] §2.3.1, §2.1
    std::size_t signature_size() const;

    /// For RSA: a number as long as the modulus, and below it, which the key can be applied to.
    bool takes(card::ByteView block) const;

    /// The card's signature over `input`, verified, as Cryptoki hands it out. Throws card_swapped if it is another
    /// key's.
    card::Bytes checked_signature(card::ByteView input, card::ByteView from_card) const;

    /// The block that the card's RSA key made of a cryptogram. Throws card_swapped if another key made it.
    card::SecureBytes checked_block(card::ByteView cryptogram, card::SecureBytes from_card) const;
};

/// Whether the card has an algorithm for keys of this size or curve.
bool card_can_hold(const card::crypto::PublicKey& key);

} // namespace p11
