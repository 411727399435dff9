// SPDX-License-Identifier: Apache-2.0
#include "issuer/issuer.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/crypto/random.hpp"
#include "card/gp/diversification.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/sod.hpp"
#include "card/pki/path.hpp"
#include "issuer/authorities.hpp"
#include "issuer/content_signer.hpp"
#include "issuer/lint/certificates.hpp"
#include "issuer/lint/lists.hpp"
#include "issuer/lint/signed_files.hpp"
#include "issuer/renewal.hpp"

#include <fmt/format.h>

namespace perso::issuer {

using card::Errc;

namespace {

void require_outlives(const card::pki::Certificate& signer, card::Time end, std::string_view step)
{
    card::require(signer.validity().not_after >= end, Errc::signer_unsuitable, step,
        "what is signed would outlive the signer's certificate");
}

/// What the keys are needed for and fails is the token's failure, since they are nowhere else: it is gone, or refused.
template <typename Body>
auto by_token(const Hsm& hsm, Body&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const card::Error& error) {
        const Errc code = error.code();
        if (code != Errc::crypto_failed && code != Errc::hsm_failed && code != Errc::hsm_key_missing)
            throw;
        if (!hsm.answers())
            throw card::Error{Errc::hsm_unavailable, card::Step{error.step()}, "the token shows no keys any more"};
        if (code == Errc::crypto_failed)
            throw card::Error{Errc::hsm_failed, card::Step{error.step()}, error.what()};
        throw;
    }
}

} // namespace

CertificateFiles CertificateFiles::of(const Office& office)
{
    const auto folder = office.certificates();
    return {folder / "csca-1.cer", folder / "document-signer-1.cer", folder / "citizen-ca-1.cer",
        folder / "content-signer-1.cer"};
}

Issuer::Issuer(const Office& office, const card::profile::Profile& profile, card::ByteView pin)
    : office_{office},
      profile_{profile},
      hsm_{Hsm::open(office, pin)},
      content_signer_{read_certified_key(hsm_, label::content_signer, CertificateFiles::of(office).content_signer)}
{
    const auto files = CertificateFiles::of(office);
    if (is_there(files.document_signer))
        document_signer(1); // a key that does not fit is told before anybody looks for a card
    citizen_cas_.emplace(1, read_certified_key(hsm_, label::citizen_ca, files.citizen_ca));
}

card::gp::KeySet Issuer::transport_keys(const card::gp::Kdd& kdd)
{
    return card_keys(label::transport_master, profile_.management.transport_key_bits, kdd);
}

card::gp::KeySet Issuer::issuer_keys(const card::gp::Kdd& kdd)
{
    return card_keys(label::card_master, profile_.management.issuer_key_bits, kdd);
}

card::gp::KeySet Issuer::card_keys(std::string_view master, unsigned key_bits, const card::gp::Kdd& kdd)
{
    using card::gp::Diversification;
    TokenCmac cmac{hsm_.token(), std::string{master}};
    const bool an10922 = profile_.management.diversification == card::profile::Diversification::an10922;
    return by_token(hsm_, [&] {
        return card::gp::diversify(cmac, kdd, key_bits / 8, an10922 ? Diversification::an10922 : Diversification::kdf3);
    });
}

card::pki::Certificate Issuer::certify(const HolderCertificate& content, const card::crypto::PublicKey& key) const
{
    const CertifiedKey& ca = citizen_ca(content.citizen_ca);
    require_outlives(ca.certificate, content.validity.not_after, "certify");
    gate().admit(card::piv::name(slot_of(content.purpose)), key);
    const card::pki::CitizenContent wanted{.purpose = content.purpose,
        .subject = {.country = profile_.card.country,
            .organization = {},
            .organizational_unit = {},
            .common_name = content.common_name,
            .serial_number = content.holder_id},
        .validity = content.validity,
        .card_urn = fmt::format("urn:idcard:{}:{}", profile_.card.issuing_state, content.document_number),
        .crl_url = citizen_crl_url(office_, content.citizen_ca)};
    auto certificate = by_token(hsm_, [&] {
        return card::pki::make_citizen_certificate(wanted, key, ca.certificate, ca.key, card::crypto::system_random());
    });
    lint::require_fit(certificate, kind_of(content.purpose), key, ca.certificate);
    return certificate;
}

card::pki::Certificate Issuer::renew(const card::pki::Certificate& previous, unsigned previous_ca,
    const card::pki::Validity& validity, unsigned number) const
{
    HolderCertificate content = content_of(previous, citizen_ca(previous_ca).certificate);
    content.validity = validity;
    content.citizen_ca = number;
    return certify(content, previous.public_key());
}

void Issuer::open_citizen_ca(unsigned number, card::Time now)
{
    if (citizen_cas_.contains(number))
        return;
    const std::string label = label::citizen_ca_of(number);
    const auto file = office_.certificates() / (label + ".cer");
    const auto published = office_.trust() / "citizen" / (label + ".cer");
    const auto authority = open_certified_key(hsm_, label, published,
        [&](const card::pki::SigningKey& key) { return make_citizen_authority(number, key, office_, profile_, now); });
    if (!is_there(file)) // the last: from here on the CA is complete
        publish_file(file, authority.certificate.der(), Readers::owner);
    citizen_cas_.emplace(number, authority);
}

bool Issuer::has_citizen_ca(unsigned number) const
{
    return is_there(office_.certificates() / (label::citizen_ca_of(number) + ".cer"));
}

const CertifiedKey& Issuer::citizen_ca(unsigned number) const
{
    const auto found = citizen_cas_.find(number);
    card::require(found != citizen_cas_.end(), Errc::internal, "certify", "this CA of the holders' keys is not open");
    return found->second;
}

card::pki::Certificate Issuer::csca_certificate() const
{
    return card::pki::Certificate::parse(read_file(CertificateFiles::of(office_).csca));
}

card::pki::Crl Issuer::sign_signer_list(const card::pki::CrlContent& content) const
{
    const card::pki::Certificate csca = csca_certificate();
    auto list = by_token(hsm_, [&] { return card::pki::build_crl(content, csca, hsm_.signing_key(label::csca)); });
    lint::require_fit(list, lint::ListKind::signers, csca, content.revoked, content.this_update);
    return list;
}

card::pki::Crl Issuer::sign_citizen_list(unsigned number, const card::pki::CrlContent& content) const
{
    const CertifiedKey& ca = citizen_ca(number);
    auto list = by_token(hsm_, [&] { return card::pki::build_crl(content, ca.certificate, ca.key); });
    lint::require_fit(list, lint::ListKind::citizens, ca.certificate, content.revoked, content.this_update);
    return list;
}

card::Bytes Issuer::sign_sod(const std::map<unsigned, card::Bytes>& groups, card::Date last_day, card::Time now) const
{
    if (const auto dg14 = groups.find(14); dg14 != groups.end())
        admit(card::lds::decode_dg14(dg14->second));
    const CertifiedKey& signer = signer_for(last_day, now);
    auto file = by_token(hsm_, [&] { return card::lds::make_sod(groups, signer.certificate, signer.key, now); });
    lint::check_sod(file, groups, {.signer = signer.certificate, .now = now}).require_none("sod");
    return file;
}

card::Bytes Issuer::sign_card_security(const card::lds::SecurityInfos& infos, card::Date last_day, card::Time now) const
{
    admit(infos);
    const CertifiedKey& signer = signer_for(last_day, now);
    auto file =
        by_token(hsm_, [&] { return card::lds::make_card_security(infos, signer.certificate, signer.key, now); });
    lint::check_card_security(file, infos, {.signer = signer.certificate, .now = now}).require_none("card_security");
    return file;
}

card::Bytes Issuer::sign_security_object(
    const std::map<unsigned, card::Bytes>& contents, card::Date last_day, card::Time now) const
{
    require_content_signer(last_day);
    const CertifiedKey& signer = content_signer_;
    auto object =
        by_token(hsm_, [&] { return card::lds::sign_security_object(contents, signer.certificate, signer.key, now); });
    lint::check_security_object(object, contents, {.signer = signer.certificate, .now = now})
        .require_none("security_object");
    return object;
}

void Issuer::require_content_signer(card::Date last_day) const
{
    require_lasts(content_signer_.certificate, last_day);
}

CardGate& Issuer::gate() const
{
    card::require(gate_ != nullptr, Errc::internal, "sign for a card", "nobody asks the store");
    return *gate_;
}

/// The keys of the identity application, by the names that the store has for them.
void Issuer::admit(const card::lds::SecurityInfos& infos) const
{
    for (const auto& info : infos.chip_authentication_keys)
        gate().admit(info.key_id == profile_.pace.cam_key_id ? "CAM" : "CA", info.key);
}

const CertifiedKey& Issuer::document_signer(unsigned number) const
{
    if (const auto open = document_signers_.find(number); open != document_signers_.end())
        return open->second;
    const std::string label = label::document_signer_of(number);
    CertifiedKey signer = read_certified_key(hsm_, label, office_.certificates() / (label + ".cer"));
    lint::require_fit(signer.certificate, lint::Kind::document_signer, signer.key.public_key(), csca_certificate());
    return document_signers_.emplace(number, std::move(signer)).first->second;
}

const CertifiedKey& Issuer::signer_for(card::Date last_day, card::Time now) const
{
    constexpr std::string_view step = "sign by the document signer";
    const unsigned number = gate().claim_signer();
    const CertifiedKey& signer = by_token(hsm_, [&]() -> const CertifiedKey& { return document_signer(number); });
    const auto usage = signer.certificate.private_key_usage();
    card::require(usage && usage->contains(now), Errc::signer_unsuitable, step,
        "the document signer's time of use is over or has not begun");
    require_outlives(signer.certificate, card::start_of(last_day), step);
    return signer;
}

} // namespace perso::issuer
