// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/crl.hpp"
#include "issuer/lint/findings.hpp"

namespace perso::issuer::lint {

/// Which list of revoked certificates.
enum class ListKind {
    signers,  ///< of the CSCA: complete, without partitions. [9303-12] §7.2
    citizens, ///< of a CA of the holders' keys: complete, or what changed since
};

/// The rules that a list breaks: of a CSCA those of pki::lint by their names, and of both
///
///   list_signature       the key of `issuer` made the signature
///   list_issuer          the list has the issuer's name, and its subject key identifier
///   list_hash            SHA-256, SHA-384 or SHA-512
///   list_number          it has a number, of at most 20 bytes
///   list_not_current     `now` is between its dates
///   list_future_entry    nothing was revoked later than it was signed
///   list_entries         it has all that is to be revoked, with date and reason, and nothing else
///   list_authority       the issuer may sign lists
///   list_expired_issuer  the issuer's certificate is valid
Findings check(const card::pki::Crl& list, ListKind kind, const card::pki::Certificate& issuer,
    const std::vector<card::pki::Revocation>& revoked, card::Time now);

/// Throws certificate_unfit.
void require_fit(const card::pki::Crl& list, ListKind kind, const card::pki::Certificate& issuer,
    const std::vector<card::pki::Revocation>& revoked, card::Time now);

} // namespace perso::issuer::lint
