// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <optional>

namespace card::pki {

/// A SubjectPublicKeyInfo taken apart.
struct SpkiParts {
    std::optional<int> curve; ///< NID, for id-ecPublicKey
    ByteView key;             ///< content of subjectPublicKey
};

/// Throws as decode_spki, but takes every algorithm and every known curve.
SpkiParts read_spki(ByteView der);

/// AlgorithmIdentifier.parameters of id-ecPublicKey, whole.
Bytes curve_parameters(int nid, bool spelled_out);

} // namespace card::pki
