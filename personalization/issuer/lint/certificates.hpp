// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/public_key.hpp"
#include "card/pki/certificate.hpp"
#include "issuer/lint/findings.hpp"

namespace perso::issuer::lint {

/// Every certificate that this office signs.
enum class Kind {
    csca,                ///< [9303-12] §7.1
    link,                ///< the next CSCA, by the present one
    document_signer,     ///< [9303-12] §7.1
    citizen_ca,          ///< self-signed
    pinned,              ///< self-signed, for signatures alone: journal, results, trust packages
    content_signer,      ///< [FIPS201-2] §4.2.1
    authentication,      ///< 9A, this and the next three: [FIPS201-2] §4.2.2
    signature,           ///< 9C
    key_management,      ///< 9D
    card_authentication, ///< 9E
};

/// "document_signer".
std::string_view name(Kind kind);

/// The rules that a certificate breaks: those of its document PKI, by the names of pki::LintRule, or those of the PIV
/// profile, and besides
///
///   other_key               it certifies this key and no other
///   issuer_signature        the key of `issuer` made the signature
///   issuer_name             issuer and the issuer's subject are the same, byte by byte
///   issuer_key_id           the authority key identifier is the issuer's subject key identifier
///   outlives_issuer         it ends no later than the issuer's certificate
///   serial_number_short     the serial number has at least 64 bits: nobody can know it before
///   signature_algorithms    the algorithm inside and outside of the signature is the same
///
/// The PIV profile: curve_spelled_out, subject_serial_number, key_usage, extended_key_usage, authority (no end entity
/// has basicConstraints), subject_key_id, distribution_point (a pinned certificate has none: nobody revokes it),
/// subject_uri (a card's certificates name the card).
Findings check(const card::pki::Certificate& certificate, Kind kind, const card::crypto::PublicKey& key,
    const card::pki::Certificate& issuer);

/// The same, refused: throws certificate_unfit with kind and rule.
void require_fit(const card::pki::Certificate& certificate, Kind kind, const card::crypto::PublicKey& key,
    const card::pki::Certificate& issuer);

} // namespace perso::issuer::lint
