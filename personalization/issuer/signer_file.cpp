// SPDX-License-Identifier: Apache-2.0
#include "issuer/signer_file.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/pki/path.hpp"
#include "card/pki/pem.hpp"
#include "issuer/issuer.hpp"

namespace perso::issuer {

namespace pki = card::pki;

store::Signer read_document_signer(const Office& office, const std::filesystem::path& file)
{
    const auto refuse = [&](std::string_view sentence) {
        throw card::Error{card::Errc::signer_unknown, sentence}.with_field(file.string());
    };
    const auto csca = pki::Certificate::parse(read_file(CertificateFiles::of(office).csca));
    const card::Bytes content = read_file(file);
    std::optional<pki::Certificate> certificate;
    try {
        certificate = pki::Certificate::parse(pki::der_of(content, pki::pem::certificate));
    } catch (const card::Error&) {
        refuse("no certificate");
    }
    if (certificate->is_authority() || !pki::names_issuer(*certificate, csca) || !pki::is_signed_by(*certificate, csca))
        refuse("not a document signer of this office");
    return {.serial_number = certificate->serial_number(), .name = certificate->subject_common_name()};
}

Signers open_signers(store::Database& database, const Office& office, card::Time now)
{
    Signers signers{database, office.signer};
    if (signers.all().empty())
        signers.adopt_first(pki::Certificate::parse(read_file(CertificateFiles::of(office).document_signer)), now);
    return signers;
}

} // namespace perso::issuer
