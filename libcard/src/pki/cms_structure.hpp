// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/tlv/oid.hpp"

namespace card::pki {

/// What a SignedData says, taken apart without OpenSSL. The views borrow from the bytes that were read.
struct CmsStructure {
    tlv::Oid content_type;
    ByteView content;
    ByteView certificate; ///< the only one, whole
};

/// Checks the structure as SignedData::parse promises, but for algorithms and the signer identifier.
CmsStructure read_signed_data(ByteView der);

} // namespace card::pki
