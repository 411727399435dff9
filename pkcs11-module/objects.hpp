// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "attributes.hpp"
#include "card_key.hpp"

#include <optional>
#include <vector>

namespace p11 {

/// One object of the token or of a session.
struct Object {
    CK_OBJECT_CLASS object_class = CKO_DATA;
    Attributes attributes = {};
    bool is_private = false;         ///< shown after login only
    std::optional<CardKey> key = {}; ///< of a private or public key
};

/// The objects that the certificate in a PIV slot gives rise to: itself, the public and the private key. A key that the
/// module cannot use leaves the certificate alone. Throws malformed_tlv, malformed_data,
/// key_rejected.
std::vector<Object> make_objects(card::piv::Slot slot, card::ByteView certificate);

} // namespace p11
