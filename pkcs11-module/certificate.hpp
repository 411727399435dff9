// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/ec.hpp"

#include <optional>

namespace p11 {

/// What a certificate shows to Cryptoki, each part as it stands in the DER. The views point into the certificate.
struct Certificate {
    card::ByteView serial_number;   ///< INTEGER, with tag
    card::ByteView issuer;          ///< Name, with tag
    card::ByteView subject;         ///< Name, with tag
    card::ByteView public_key_info; ///< SubjectPublicKeyInfo, with tag

    struct EcKey {
        card::ByteView parameters; ///< ECParameters, with tag
        card::crypto::Point point;
    };

    std::optional<EcKey> ec_key; ///< nothing for keys of another kind or on another curve than P-256
};

/// Takes a certificate apart; nobody's signature is checked. [RFC5280] §4.1 Throws malformed_tlv, key_rejected.
Certificate read_certificate(card::ByteView der);

} // namespace p11
