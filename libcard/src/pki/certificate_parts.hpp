// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

namespace card::pki {

/// A certificate taken apart without OpenSSL. The views borrow from the bytes that were read; all are whole elements
/// but for the serial number. [RFC5280] §4.1
struct CertificateParts {
    ByteView serial_number; ///< content of the INTEGER, with its sign
    ByteView issuer;
    ByteView subject;
    ByteView spki;
    ByteView signature_algorithm; ///< the one outside tbsCertificate
};

/// Throws malformed_tlv.
CertificateParts read_certificate_parts(ByteView der);

} // namespace card::pki
