// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/crl.hpp"

#include <optional>
#include <string>
#include <vector>

namespace card::pki {

struct CrlEntry {
    ByteView serial; ///< content of the INTEGER
    Time when{};
    std::optional<RevocationReason> reason;
};

/// What a CRL says, taken apart without OpenSSL. The entries borrow from the bytes that were read.
struct CrlParts {
    Bytes issuer;
    Time this_update{};
    Time next_update{};
    std::optional<Bytes> authority_key_id;
    std::optional<Bytes> number;
    std::optional<Bytes> delta_base;
    std::string distribution_point;
    std::vector<CrlEntry> entries; ///< by serial number; of two for the same, a compromise first, then the earlier
};

/// The order of serial numbers in CrlParts.
bool serial_less(ByteView a, ByteView b);

/// Throws as Crl::parse, but checks no limits of size and depth.
CrlParts read_crl(ByteView der);

} // namespace card::pki
