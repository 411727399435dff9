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
};

/// Extensions, a whole SEQUENCE. Throws malformed_tlv; malformed_data for one that comes twice. [RFC5280] §4.1
std::vector<RawExtension> read_extensions(ByteView sequence);

} // namespace card::pki
