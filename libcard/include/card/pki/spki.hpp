// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/public_key.hpp"

namespace card::pki {

/// How the curve is written. ICAO documents write it out, other certificates name it. [9303-12] §4.4.1
enum class CurveForm {
    named,       ///< its object identifier
    spelled_out, ///< ECParameters with p, a, b, G, n and the cofactor
};

/// SubjectPublicKeyInfo with the algorithm id-ecPublicKey or rsaEncryption. [RFC5480] §2, [RFC3279] §2.3.1
CARD_API Bytes encode_spki(const crypto::PublicKey& key, CurveForm form = CurveForm::named);

/// Reads either form. A curve that is written out must equal a known one in every parameter: p, a, b, G, n and h.
/// Anything less would let an attacker choose the generator [CVE-2020-0601].
/// Throws malformed_tlv, malformed_data, unsupported (another algorithm or curve, parameters without cofactor or with
/// the generator compressed) and key_rejected (a known curve with other parameters, a point off the curve).
CARD_API crypto::Point decode_spki(ByteView der);
/// The same, and RSA.
CARD_API crypto::PublicKey subject_public_key(ByteView spki);

/// SHA-256 of the SubjectPublicKeyInfo with named curve and uncompressed point, or of RSA: what DG13 holds for each
/// key.
CARD_API Bytes key_hash(const crypto::PublicKey& key);

} // namespace card::pki
