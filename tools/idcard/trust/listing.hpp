// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/errc.hpp"
#include "card/pki/lint.hpp"
#include "idcard/trust/installed_trust.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace idcard {

/// Where a day stands to a period.
enum class Currency { not_yet, current, over };

/// One thing that a computer trusts, or could: a certificate, a list, a package.
struct ListedItem {
    std::string place;       ///< file, and the number within it if it holds several
    std::string_view kind;   ///< one of listed_kinds()
    std::string subject;     ///< country and common name; of a card status list its state, of a package its number
    std::string fingerprint; ///< SHA-256, hexadecimal; of a package, of what it holds
    std::optional<card::pki::Validity> validity; ///< of a list: from this update to the next
    Currency currency{Currency::current};        ///< only with a validity
    /// The place of the certificate whose key signed it, its own place if it is self-signed; empty if none here did.
    std::string signed_by;
    std::size_t entries = 0;                 ///< certificates or revocations of a list
    std::vector<card::pki::LintRule> broken; ///< rules of [9303-12]
    card::pki::Allowances allowances;        ///< foreign-legacy rules without which it is refused
    std::optional<card::Errc> refused;       ///< why it cannot be used at all
};

/// The roles of card::pki::CertificateRole; "citizen_ca" for a CA of the holders' keys; "crl", "citizen_crl",
/// "master_list", "card_status_list", "trust_package", "package_root", and "unreadable".
const std::vector<std::string_view>& listed_kinds();

/// The certificates and lists in these files, each told by its content: DER, PEM, master lists (CMS), LDIF of the PKD.
/// Never throws for what is in a file: that becomes an item with `refused`.
std::vector<ListedItem> list_files(const card::trust::Files& files, card::Time now);

/// What is in a trust folder, as `verify` uses it: besides what list_files() says, a file that makes the whole folder
/// unusable is refused here. The rules of [9303-12] are for the document PKI; the CAs of the holders' keys and their
/// lists are not held to them.
std::vector<ListedItem> list_folder(const TrustFolder& folder, card::Time now);

} // namespace idcard
