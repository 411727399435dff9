// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/crypto/public_key.hpp"
#include "card/pki/spki.hpp"

#include <optional>

namespace card::pki {

/// A SubjectPublicKeyInfo taken apart.
struct SpkiParts {
    std::optional<int> curve;   ///< NID, for id-ecPublicKey
    bool curve_in_full = true;  ///< it is named, or all its parameters are written out
    bool unknown_curve = false; ///< for id-ecPublicKey, written out: none that we know
    bool rsa = false;           ///< rsaEncryption with its NULL, which some old certificates leave out
    ByteView key;               ///< content of subjectPublicKey
};

/// Throws as decode_spki, but takes every algorithm, and every curve that has a name or is written out.
SpkiParts read_spki(ByteView der);

/// The numbers of an RSAPublicKey, without sign bytes. [RFC3279] §2.3.1
struct RsaIntegers {
    ByteView modulus;
    ByteView exponent;
};

/// Nothing if the bytes are none in DER, with two positive numbers.
std::optional<RsaIntegers> read_rsa_integers(ByteView der);

/// Content of subjectPublicKey: the uncompressed point, or RSAPublicKey.
Bytes subject_public_key_content(const crypto::PublicKey& key);

/// AlgorithmIdentifier of a public key, whole.
Bytes key_algorithm(const crypto::PublicKey& key, CurveForm form);

} // namespace card::pki
