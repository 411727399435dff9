// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/crl.hpp"

#include <string_view>
#include <vector>

namespace card::pki {

/// What a certificate of a document PKI is for, by its own words.
enum class CertificateRole { csca, link, document_signer, master_list_signer, other };

/// Rules of [9303-12] §7.1 and §7.2 that certificates and lists in the field break. Breaking one is a fault of the
/// issuer; whether the object is taken all the same, passive authentication decides by rules of its own.
enum class LintRule {
    serial_number,            ///< positive, at most 20 bytes
    time_form,                ///< UTCTime to 2049, GeneralizedTime from 2050
    validity_order,           ///< notBefore is not after notAfter
    country,                  ///< countryName of two upper-case letters, in subject and issuer
    countries_differ,         ///< the same one in both
    common_name,              ///< the subject has one
    signature_hash,           ///< SHA-256, SHA-384 or SHA-512
    key_strength,             ///< RSA from 2048 bits and an exponent from 65537, EC from 256
    curve_named,              ///< EC parameters written out, not named
    unknown_critical,         ///< no critical extension that nobody knows
    forbidden_extension,      ///< no policy mappings and constraints, name constraints, freshest CRL, Netscape's
    subject_key_id,           ///< CSCAs have one
    authority_key_id,         ///< all but self-signed CSCAs have one
    key_usage,                ///< critical, and exactly what the role needs
    basic_constraints,        ///< CSCAs: critical, CA; others: absent
    path_length,              ///< CSCAs: 0
    key_usage_period,         ///< CSCAs, links and document signers say when they sign
    key_usage_period_outside, ///< and that within their validity
    alternative_names,        ///< subject and issuer have alternative names
    alternative_names_place,  ///< with the country of the MRZ as locality
    distribution_point,       ///< where the CRL is
    document_types,           ///< document signers list types of one or two letters, by version 0 of the syntax
    extended_key_usage,       ///< master list signers: critical and theirs alone; others: absent
    list_number,              ///< CRLs: have one
    list_authority_key_id,    ///< CRLs: have one
    list_scope,               ///< CRLs: no partitions and no delta lists
    list_period,              ///< CRLs: the next within 90 days
};

/// Stable names for JSON: "serial_number".
CARD_API std::string_view name(LintRule rule);
CARD_API std::string_view name(CertificateRole role);

/// A CA whose own key made the signature is a csca, any other CA a link.
CARD_API CertificateRole role_of(const Certificate& certificate);

/// The rules that it breaks, in their order; for another role than the four, those that hold for all.
CARD_API std::vector<LintRule> lint(const Certificate& certificate, CertificateRole role);
/// As a list of a CSCA; the partitions of citizens' certificates are none.
CARD_API std::vector<LintRule> lint(const Crl& list);

} // namespace card::pki
