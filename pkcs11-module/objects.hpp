// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "attributes.hpp"

#include "card/crypto/ec.hpp"
#include "card/piv/slots.hpp"

#include <optional>
#include <vector>

namespace p11 {

/// A private key on the card, and what proves its signatures.
struct CardKey {
    card::piv::Slot slot;
    card::crypto::Point public_key;
};

/// One object of the token.
struct Object {
    Attributes attributes;
    bool is_private = false;         ///< shown after login only
    std::optional<CardKey> key = {}; ///< of a private key
};

/// The objects that the certificate in a PIV slot gives rise to: itself, the public and the private key. A key that the
/// module cannot use leaves the certificate alone. Throws malformed_tlv, key_rejected.
std::vector<Object> make_objects(card::piv::Slot slot, card::ByteView certificate);

} // namespace p11
