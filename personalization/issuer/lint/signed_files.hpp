// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/security_infos.hpp"
#include "card/pki/certificate.hpp"
#include "issuer/lint/findings.hpp"

#include <map>

namespace perso::issuer::lint {

/// By whom and when a file of the card was to be signed.
struct Signing {
    const card::pki::Certificate& signer;
    card::Time now{};
};

/// The rules that EF.SOD over these data groups breaks, whole files by number:
///
///   sod_format            it can be read under our strict rules
///   sod_signature         the signature verifies under the key of the signer inside
///   sod_signer            that is this signer, and no other certificate is inside
///   sod_signing_time      the signed attribute is there, and is the time of this signature
///   sod_key_usage_period  within the signer's privateKeyUsagePeriod
///   sod_digest            SHA-256 or longer, in signature and security object alike, and as long as the curve asks
///   sod_groups            exactly these groups, with these hashes
///   sod_mandatory_groups  DG1 and DG2 are among them. [9303-10] §4.6
///   sod_document_type     the signer's list of document types has that of DG1
Findings check_sod(const card::Bytes& file, const std::map<unsigned, card::Bytes>& groups, const Signing& signing);

/// The same of EF.CardSecurity, as far as it applies, and card_security_infos: the infos are these. [9303-11] §9.2.10
Findings check_card_security(const card::Bytes& file, const card::lds::SecurityInfos& infos, const Signing& signing);

/// The same of the security object of the PKI application over these contents by number. [800-73-4] part 1 §3.1.7
Findings check_security_object(
    const card::Bytes& cms, const std::map<unsigned, card::Bytes>& contents, const Signing& signing);

} // namespace perso::issuer::lint
