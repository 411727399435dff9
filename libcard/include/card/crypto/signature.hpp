// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/ec.hpp"

/// ECDSA signatures: `raw` is r | s in full length, `der` is ECDSA-Sig-Value. [TR-03111] §5.2
namespace card::crypto {

/// Whether r | s is the signature of the digest. False for every malformed signature.
CARD_API bool verify_ecdsa(const Point& public_key, ByteView digest, ByteView raw);

/// r | s of a strictly encoded SEQUENCE of two INTEGERs that fit the curve. Throws malformed_data.
CARD_API Bytes raw_from_der(Curve curve, ByteView der);

/// The SEQUENCE of r and s. Throws malformed_data unless raw has twice the field size.
CARD_API Bytes der_from_raw(Curve curve, ByteView raw);

} // namespace card::crypto
