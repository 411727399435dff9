// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <set>
#include <string_view>

namespace card::pki {

/// How much of what older issuers sign is taken on. The rules one by one: docs/passive-authentication.md.
enum class Leniency {
    strict,         ///< our own documents and everything that is new
    foreign_legacy, ///< documents of other states as they are in the field; what was let pass is told
};

/// What only foreign_legacy lets pass. None of it lets anyone sign who could not sign otherwise.
enum class Allowance {
    ber_encoding,           ///< BER, which was written anew as DER before anything else read it; TRUE other than FF
    attribute_order,        ///< signed attributes out of order: signed in the order of DER, or as they stand
    weak_hash,              ///< SHA-1
    weak_key,               ///< RSA of 1024 to 2047 bits, EC of 224 to 255
    small_exponent,         ///< an RSA exponent below 65537
    data_content_type,      ///< eContentType id-data
    early_content_type,     ///< eContentType as it was before [9303]
    signed_data_version,    ///< SignedData or SignerInfo of a version that does not fit its content
    signer_name_order,      ///< the signer identifier has the names of the certificate in another order
    several_certificates,   ///< more certificates than the signer's, or revocation lists, in SignedData
    null_parameters,        ///< ECDSA algorithm identifiers with NULL parameters
    pss_parameters,         ///< RSASSA-PSS whose salt is not as long as the hash, or whose mask has another hash
    digest_list,            ///< digestAlgorithms is not the one digest of the signer
    two_hashes,             ///< the content and its attributes have different hashes
    signature_identifier,   ///< a key's identifier, or one of other authors, in place of the signature algorithm's
    curve_parameters,       ///< a curve written out without cofactor or with its generator compressed
    serial_number,          ///< of zero or below
    key_identifier,         ///< an issuer whose name fits and whose signature verifies, with another key identifier
    issuer_name_order,      ///< an issuer's name with its parts in another order than its certificate has them
    malformed_extension,    ///< an extension that nothing depends on, not critical, which cannot be read
    critical_extension,     ///< a harmless extension that may not be critical
    no_basic_constraints,   ///< a CA that does not say so in basicConstraints
    security_object_version ///< of the LDS security object: other than what it holds
};

using Allowances = std::set<Allowance>;

/// Stable names for JSON: "ber_encoding".
CARD_API std::string_view name(Allowance allowance);

} // namespace card::pki
