// SPDX-License-Identifier: Apache-2.0
#include "issuer/issuer.hpp"

#include "card/crypto/random.hpp"
#include "card/gp/diversification.hpp"
#include "card/lds/sod.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace perso::issuer {

using card::Errc;

namespace {

card::pki::Certificate read_certificate(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    const std::string der{std::istreambuf_iterator<char>{in}, {}};
    if (!in || der.empty())
        throw card::Error{Errc::file_unreadable, "a certificate of the office"}.with_field(file.string());
    return card::pki::Certificate::parse(card::as_bytes(der));
}

void require_pair(const card::pki::Certificate& certificate, const card::pki::SigningKey& key, std::string_view label)
{
    if (certificate.ec_public_key() != key.public_key())
        throw card::Error{Errc::hsm_key_missing, card::Step{"compare keys and certificates"}, "they differ"}.with_field(
            std::string{label});
}

} // namespace

CertificateFiles CertificateFiles::of(const Office& office)
{
    const auto folder = office.certificates();
    return {folder / "csca-1.cer", folder / "document-signer-1.cer", folder / "citizen-ca-1.cer"};
}

Issuer::Issuer(const Office& office, const card::profile::Profile& profile, card::ByteView pin)
    : office_{office},
      profile_{profile},
      hsm_{Hsm::open(office, pin)},
      document_signer_{read_certificate(CertificateFiles::of(office).document_signer)},
      citizen_ca_{read_certificate(CertificateFiles::of(office).citizen_ca)},
      document_signer_key_{hsm_.signing_key(label::document_signer)},
      citizen_ca_key_{hsm_.signing_key(label::citizen_ca)}
{
    require_pair(document_signer_, document_signer_key_, label::document_signer);
    require_pair(citizen_ca_, citizen_ca_key_, label::citizen_ca);
}

card::gp::KeySet Issuer::transport_keys(const card::gp::Kdd& kdd)
{
    TokenCmac master{hsm_.token(), std::string{label::transport_master}};
    return card::gp::diversify(master, kdd);
}

card::gp::KeySet Issuer::issuer_keys(const card::gp::Kdd& kdd)
{
    TokenCmac master{hsm_.token(), std::string{label::card_master}};
    return card::gp::diversify(master, kdd);
}

card::pki::Certificate Issuer::certify(const HolderCertificate& content, const card::crypto::Point& key) const
{
    const card::pki::CitizenContent certificate{.purpose = content.purpose,
        .subject = {.country = profile_.card.country,
            .organization = {},
            .organizational_unit = {},
            .common_name = content.common_name,
            .serial_number = content.holder_id},
        .validity = content.validity,
        .card_urn = fmt::format("urn:idcard:{}:{}", profile_.card.issuing_state, content.document_number),
        .crl_url = office_.authority.crl_url};
    return card::pki::make_citizen_certificate(
        certificate, key, citizen_ca_, citizen_ca_key_, card::crypto::system_random());
}

card::Bytes Issuer::sign_sod(const std::map<unsigned, card::Bytes>& groups, card::Date last_day, card::Time now) const
{
    const auto usage = document_signer_.private_key_usage();
    card::require(usage && usage->contains(now), Errc::signer_unsuitable, "sign EF.SOD",
        "the document signer's time of use is over or has not begun");
    card::require(document_signer_.validity().not_after >= card::start_of(last_day), Errc::signer_unsuitable,
        "sign EF.SOD", "the card would outlive the document signer's certificate");
    return card::lds::make_sod(groups, document_signer_, document_signer_key_, now);
}

} // namespace perso::issuer
