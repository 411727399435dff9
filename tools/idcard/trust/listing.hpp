// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/errc.hpp"
#include "card/pki/lint.hpp"
#include "card/trust/package_contents.hpp"

#include <optional>
#include <string>
#include <vector>

namespace idcard {

/// One certificate or revocation list among the things that a computer trusts, or could.
struct ListedItem {
    std::string place;                           ///< file, and the number within it if it holds several
    std::string kind;                            ///< role of a certificate, or "crl", "master_list", "unreadable"
    std::string subject;                         ///< country and common name
    std::string fingerprint;                     ///< SHA-256, hexadecimal
    std::optional<card::pki::Validity> validity; ///< of a list: from this update to the next
    /// The place of the certificate whose key signed it, its own place if it is self-signed; empty if none here did.
    std::string signed_by;
    std::size_t entries = 0;                 ///< certificates or revocations of a list
    std::vector<card::pki::LintRule> broken; ///< rules of [9303-12]
    card::pki::Allowances allowances;        ///< foreign-legacy rules without which it is refused
    std::optional<card::Errc> refused;       ///< why it cannot be used at all
};

/// What stands in these files: certificates, revocation lists, master lists (CMS) and LDIF of the PKD, each told by
/// its content. Files of other kinds are passed over if their name ends otherwise than .cer, .crl, .ml or .ldif. Never
/// throws for what is in a file: that becomes an item with `refused`.
std::vector<ListedItem> list_trust(const card::trust::Files& files);

} // namespace idcard
