// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "extension_reader.hpp"
#include "names.hpp"

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"

#include <vector>

namespace card::pki {

/// A certificate taken apart without OpenSSL, which spends more on preparing a decoder for the public key than on all
/// the rest. The views borrow from the bytes that were read; all are whole elements but for the serial number and the
/// signature. [RFC5280] §4.1
struct CertificateParts {
    ByteView tbs;           ///< what is signed
    unsigned version = 0;   ///< as written: 2 is v3
    ByteView serial_number; ///< content of the INTEGER, with its sign
    ByteView tbs_algorithm; ///< the AlgorithmIdentifier inside tbsCertificate
    NameParts issuer;
    Time not_before{};
    Time not_after{};
    NameParts subject;
    ByteView spki;
    std::vector<RawExtension> extensions;
    ByteView signature_algorithm; ///< the one outside tbsCertificate
    ByteView signature;           ///< content of the BIT STRING: the number of unused bits comes first
};

/// Throws malformed_tlv; malformed_data for a number that is not in the fewest bytes, another version than 1 to 3,
/// what the version does not have, an extension that comes twice, a time or name that cannot be read.
CertificateParts read_certificate_parts(ByteView der);

/// The serial number alone: enough to tell whether the rest is worth reading. Throws malformed_tlv.
ByteView read_serial_number(ByteView der);

} // namespace card::pki
