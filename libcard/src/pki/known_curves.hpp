// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/crypto/ec.hpp"

#include <optional>
#include <span>

/// Curves by OpenSSL's numbers (NID), and their parameters written out.
namespace card::pki {

int nid_of(crypto::Curve curve);
/// Throws unsupported for a curve that the crypto layer does not have.
crypto::Curve curve_of(int nid);

/// The curves that documents may be signed on, named or written out.
std::span<const int> known_curve_numbers();
/// One of them.
bool is_known_curve(int nid);

/// ECParameters with prime field, a, b, uncompressed generator, order and cofactor. [RFC3279] §2.3.5
Bytes write_parameters(int nid);

/// A curve that is written out.
struct CurveMatch {
    int nid = 0;
    bool in_full = true; ///< with its cofactor, and the generator uncompressed
};

/// The curve that these ECParameters, a whole SEQUENCE, describe. Every parameter is compared: p, a, b, G, n and h; of
/// a compressed generator its x and the parity of y, and a cofactor that is left out is not. A seed says nothing about
/// the curve and is passed over. Nothing for a curve of which we know no p, a and b. Throws malformed_tlv,
/// malformed_data; key_rejected for a known curve with another generator, order or cofactor [CVE-2020-0601].
std::optional<CurveMatch> match_parameters(ByteView ec_parameters);

} // namespace card::pki
