// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "attributes.hpp"
#include "card_key.hpp"

#include "card/piv/containers.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace p11 {

/// One object of the token or of a session.
struct Object {
    CK_OBJECT_CLASS object_class = CKO_DATA;
    Attributes attributes = {};
    bool is_private = false;         ///< shown after login only
    std::optional<CardKey> key = {}; ///< of a private or public key
};

/// What is known of an object before its container is read: class, label, CKA_ID, who sees it.
struct Outline {
    Attributes attributes = {};
    bool is_private = false;

    /// Whether an object with this outline may match: only what reading reveals is left open.
    bool may_match(std::span<const CK_ATTRIBUTE> wanted) const;
};

/// Of the objects that a PIV slot may hold, in the order of make_objects.
std::array<Outline, 3> outlines(card::piv::Slot slot);

/// Where a private key came from: our cards generate the keys of their four slots; of any other key nobody can tell
/// whether it was once outside.
enum class Origin { generated_on_card, unknown };

/// The objects that the certificate in a PIV slot gives rise to: itself, the public and the private key. A key that the
/// module cannot use leaves the certificate alone. Throws malformed_tlv, malformed_data.
std::vector<Object> make_objects(
    card::piv::Slot slot, card::ByteView certificate, Origin origin = Origin::generated_on_card);

/// Of the data object that shows a container.
Outline outline(const card::piv::Container& container);

/// The data object that shows a container with this content, whose value is the answer to GET DATA: 53, 7E or 7F61,
/// length and content, as other PIV modules have it. [PKCS11-2.40] §4.5
Object make_data_object(const card::piv::Container& container, card::ByteView content);

/// Says that the token is one to authenticate with. [PKCS11-3.0] §4.5
Object make_profile_object();

} // namespace p11
