// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/public_key.hpp"

#include <optional>
#include <string>

namespace p11 {

/// What a certificate shows to Cryptoki, each part as it stands in the DER. The views point into the certificate.
struct Certificate {
    card::ByteView serial_number;   ///< INTEGER, with tag
    card::ByteView issuer;          ///< Name, with tag
    card::ByteView subject;         ///< Name, with tag
    card::ByteView public_key_info; ///< SubjectPublicKeyInfo, with tag
    std::string not_before;         ///< YYYYMMDD
    std::string not_after;          ///< YYYYMMDD

    /// Nothing for keys of a kind, size or curve that no slot of the card has, and for those that are none.
    std::optional<card::crypto::PublicKey> key;
    card::ByteView ec_parameters; ///< ECParameters of an EC key, with tag
};

/// Takes a certificate apart; nobody's signature is checked. [RFC5280] §4.1
/// Throws malformed_tlv, malformed_data.
Certificate read_certificate(card::ByteView der);

/// The certificate in a slot's container, whose fields other makers order and complete as they like.
/// [800-73-4] part 1 table 10. Throws malformed_tlv; unsupported if it is compressed.
card::ByteView certificate_in(card::ByteView container);

} // namespace p11
