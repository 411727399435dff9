// SPDX-License-Identifier: Apache-2.0
#include "issuer/signer_staging.hpp"

#include "card/base/error.hpp"
#include "durable_file.hpp"
#include "issuer/authorities.hpp"
#include "issuer/issuer.hpp"
#include "issuer/lint/certificates.hpp"
#include "issuer/signer_file.hpp"
#include "read_file.hpp"

namespace perso::issuer {

using card::pki::Certificate;

SignerRecord stage_signer(Hsm& hsm, store::Database& database, const Office& office,
    const card::profile::Profile& profile, unsigned number, const std::string& person, card::Time now)
{
    Signers signers = open_signers(database, office, now);
    const std::string label = label::document_signer_of(number);
    card::require(number == signers.next_number(), card::Errc::signer_state, label, "it is not the next one");
    const auto file = office.certificates() / (label + ".cer");
    const auto csca = Certificate::parse(read_file(CertificateFiles::of(office).csca));
    if (!hsm.token().has_key(label))
        hsm.token().generate_signing_key(label);
    const auto key = hsm.signing_key(label);
    if (!is_there(file)) {
        const auto active = signers.active();
        const auto made = make_document_signer(number, key, csca, hsm.signing_key(label::csca), office, profile,
            active ? active->use.not_after : now, now);
        publish_file(file, made.der(), Readers::owner);
    }
    const auto certificate = Certificate::parse(read_file(file));
    if (certificate.ec_public_key() != key.public_key())
        throw card::Error{card::Errc::hsm_key_missing, "the certificate is of another key"}.with_field(label);
    lint::require_fit(certificate, lint::Kind::document_signer, key.public_key(), csca);
    signers.stage(number, certificate, person, now);
    return signers.all().back();
}

} // namespace perso::issuer
