// SPDX-License-Identifier: Apache-2.0
#include "issuer/signer_staging.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "issuer/authorities.hpp"
#include "issuer/certified_key.hpp"
#include "issuer/issuer.hpp"
#include "issuer/lint/certificates.hpp"
#include "issuer/radar/radar.hpp"
#include "issuer/signer_file.hpp"

namespace perso::issuer {

using card::pki::Certificate;

SignerRecord stage_signer(Hsm& hsm, store::Database& database, const Office& office,
    const card::profile::Profile& profile, unsigned number, const std::string& person, card::Time now)
{
    Signers signers = open_signers(database, office, now);
    const std::string label = label::document_signer_of(number);
    card::require(number == signers.next_number(), card::Errc::signer_state, label, "it is not the next one");
    const auto csca = Certificate::parse(read_file(CertificateFiles::of(office).csca));
    const auto certify = [&](const card::pki::SigningKey& key) {
        radar::Radar{database}.require_unseen(key.public_key(), label);
        const auto active = signers.active();
        return make_document_signer(number, key, csca, hsm.signing_key(label::csca), office, profile,
            active ? active->use.not_after : now, now);
    };
    const auto signer = open_certified_key(hsm, label, office.certificates() / (label + ".cer"), certify);
    lint::require_fit(signer.certificate, lint::Kind::document_signer, signer.key.public_key(), csca);
    signers.stage(number, signer.certificate, person, now);
    return signers.all().back();
}

} // namespace perso::issuer
