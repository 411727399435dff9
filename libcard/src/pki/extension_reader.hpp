// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/tlv/oid.hpp"

#include <vector>

namespace card::pki {

/// An extension of a certificate, a CRL or one of its entries. The value borrows from the bytes that were read.
struct RawExtension {
    tlv::Oid oid;
    bool critical = false;
    ByteView value;
    bool odd_truth = false; ///< TRUE is written with another value than FF
};

/// How TRUE is written: as FF in DER, with any bit in BER. One CSCA of a published master list has 01.
enum class Truth { der, ber };

/// Content of a BOOLEAN. Throws malformed_data for another length or value. [X.690] §8.2, §11.1
bool read_boolean(ByteView content, Truth truth);

/// TRUE in BER that is not TRUE in DER.
bool is_odd_truth(ByteView content);

/// Extensions, a whole SEQUENCE. Throws malformed_tlv; malformed_data for one that comes twice and for more than 64.
/// [RFC5280] §4.1
std::vector<RawExtension> read_extensions(ByteView sequence, Truth truth = Truth::der);

} // namespace card::pki
