// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace card::pki {

/// DER as people hand it on by mail: between two lines, in base64.
struct PemBlock {
    std::string label; ///< "CERTIFICATE"
    Bytes content;
};

namespace pem {
inline constexpr std::string_view certificate = "CERTIFICATE";
inline constexpr std::string_view revocation_list = "X509 CRL";
inline constexpr std::string_view signed_data = "CMS";
inline constexpr std::string_view signed_data_of_old = "PKCS7"; ///< the same, as PKCS #7 called it
} // namespace pem

inline constexpr std::size_t max_pem_size = 32 * 1024 * 1024;

/// Some line begins with "-----BEGIN ", and it is no DER in which such a line happens to stand.
CARD_API bool is_pem(ByteView text);

/// The blocks in their order, at least one. Lines before, between and after them are passed over, as tools put
/// explanations there; inside there is base64 alone, in lines of any length. [RFC7468] §3
/// Throws malformed_data with the number of the line: a block that does not end or ends under another label, what is
/// not base64, no block at all, or more than max_pem_size bytes.
CARD_API std::vector<PemBlock> read_pem(ByteView text);

/// One certificate or list as people bring it: DER as it is, PEM if it is one block of this label.
/// Throws malformed_data for other PEM; what DER holds is not looked at.
CARD_API Bytes der_of(ByteView content, std::string_view label);

} // namespace card::pki
