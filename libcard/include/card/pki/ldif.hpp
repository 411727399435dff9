// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string_view>
#include <vector>

namespace card::pki {

/// Attributes of the files that the ICAO PKD offers for download.
namespace ldif {
inline constexpr std::string_view master_list = "pkdMasterListContent";
inline constexpr std::string_view certificate = "userCertificate";
inline constexpr std::string_view revocation_list = "certificateRevocationList";
} // namespace ldif

inline constexpr std::size_t max_ldif_size = 256 * 1024 * 1024;

/// Begins as LDIF does: "version: 1" or "dn:", after comments and empty lines.
CARD_API bool is_ldif(ByteView text);

/// The values in base64 of one attribute, in order, whatever its options (`;binary`) and the case of its name. Lines
/// may be folded. Entries that describe changes are read like others: the PKD's deltas add entries only. An attribute
/// that comes as text or by URL is passed over, as no certificate can. [RFC2849]
/// Throws malformed_data with the number of the line; too large a file as well.
CARD_API std::vector<Bytes> ldif_values(ByteView text, std::string_view attribute);

} // namespace card::pki
