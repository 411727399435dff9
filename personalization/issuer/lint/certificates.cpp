// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/certificates.hpp"

#include "card/pki/lint.hpp"
#include "card/pki/path.hpp"
#include "card/tlv/reader.hpp"
#include "issuer/lint/extensions.hpp"

#include <algorithm>
#include <set>

namespace perso::issuer::lint {

namespace {

namespace asn1 = card::tlv::asn1;
namespace pki = card::pki;
using pki::KeyUsage;

constexpr std::size_t shortest_serial_number = 8;

constexpr std::string_view basic_constraints = "2.5.29.19";
constexpr std::string_view subject_alternative_name = "2.5.29.17";
constexpr std::string_view distribution_points = "2.5.29.31";
constexpr std::string_view extended_key_usage = "2.5.29.37";

bool is_of_document_pki(Kind kind)
{
    return kind == Kind::csca || kind == Kind::link || kind == Kind::document_signer;
}

pki::CertificateRole role(Kind kind)
{
    switch (kind) {
    case Kind::csca:
        return pki::CertificateRole::csca;
    case Kind::link:
        return pki::CertificateRole::link;
    case Kind::document_signer:
        return pki::CertificateRole::document_signer;
    default:
        return pki::CertificateRole::other;
    }
}

bool is_of_holder(Kind kind)
{
    return kind == Kind::authentication || kind == Kind::signature || kind == Kind::key_management ||
           kind == Kind::card_authentication;
}

/// signature in tbsCertificate and signatureAlgorithm behind it. [RFC5280] §4.1.1.2
bool has_one_signature_algorithm(const pki::Certificate& certificate)
{
    card::tlv::Reader outer{card::tlv::only(certificate.der(), asn1::sequence)};
    card::tlv::Reader tbs{outer.expect(asn1::sequence)};
    const card::ByteView outside = outer.expect_whole(asn1::sequence);
    tbs.accept(card::tlv::Tag{0xA0}); // version
    tbs.expect(asn1::integer);
    return card::equal(tbs.expect_whole(asn1::sequence), outside);
}

/// The AlgorithmIdentifier of an EC key names its curve, as the PIV profile asks. [800-78-4] §3.2
bool names_curve(const pki::Certificate& certificate)
{
    return certificate.spki() == pki::encode_spki(certificate.public_key(), pki::CurveForm::named);
}

bool has_purposes(const RawExtension* extension, const std::set<std::string_view>& wanted, bool critical)
{
    if (wanted.empty())
        return extension == nullptr;
    if (extension == nullptr || extension->critical != critical)
        return false;
    auto found = purposes_of(*extension);
    if (found.size() != wanted.size())
        return false;
    return std::ranges::all_of(wanted,
        [&](std::string_view purpose) { return std::ranges::find(found, card::tlv::Oid{purpose}) != found.end(); });
}

/// The rules of the PIV profile and of the CA of the holders' keys.
class PivRules {
public:
    PivRules(Findings& findings, const pki::Certificate& certificate, Kind kind, const card::crypto::PublicKey& key)
        : findings_{findings},
          certificate_{certificate},
          kind_{kind},
          key_{key},
          extensions_{extensions_of(certificate)}
    {
    }

    void check()
    {
        findings_.rule("curve_spelled_out", names_curve(certificate_));
        findings_.rule("subject_key_id", certificate_.subject_key_id().has_value());
        findings_.rule(
            "distribution_point", (find(extensions_, distribution_points) != nullptr) == (kind_ != Kind::pinned));
        findings_.rule("key_usage", has_key_usage());
        findings_.rule("extended_key_usage", has_extended_key_usage());
        const RawExtension* const constraints = find(extensions_, basic_constraints);
        if (kind_ == Kind::citizen_ca)
            findings_.rule("authority", constraints != nullptr && constraints->critical &&
                                            certificate_.is_authority() && certificate_.path_length() == 0U);
        else
            findings_.rule("authority", constraints == nullptr);
        if (!is_of_holder(kind_))
            return;
        findings_.rule("subject_serial_number", !certificate_.subject_serial_number().empty());
        const RawExtension* const names = find(extensions_, subject_alternative_name);
        findings_.rule("subject_uri", names != nullptr && uri_of(*names).starts_with("urn:"));
    }

private:
    /// [FIPS201-2] §4.2.2, [RFC5280] §4.2.1.3
    bool has_key_usage() const
    {
        switch (kind_) {
        case Kind::citizen_ca:
            return certificate_.may_only({KeyUsage::key_cert_sign, KeyUsage::crl_sign});
        case Kind::signature:
            return certificate_.may_only({KeyUsage::digital_signature, KeyUsage::non_repudiation});
        case Kind::key_management:
            return std::holds_alternative<card::crypto::RsaPublicKey>(key_)
                       ? certificate_.may_only({KeyUsage::key_encipherment})
                       : certificate_.may_only({KeyUsage::key_agreement});
        default:
            return certificate_.may_only({KeyUsage::digital_signature});
        }
    }

    bool has_extended_key_usage() const
    {
        const RawExtension* const extension = find(extensions_, extended_key_usage);
        switch (kind_) {
        case Kind::authentication: // id-kp-clientAuth
            return has_purposes(extension, {"1.3.6.1.5.5.7.3.2"}, false);
        case Kind::signature: // documentSigning, emailProtection
            return has_purposes(extension, {"1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"}, false);
        case Kind::card_authentication: // id-PIV-cardAuth
            return has_purposes(extension, {"2.16.840.1.101.3.6.8"}, true);
        case Kind::content_signer: // id-PIV-content-signing
            return has_purposes(extension, {"2.16.840.1.101.3.6.7"}, true);
        default:
            return has_purposes(extension, {}, false);
        }
    }

    Findings& findings_;
    const pki::Certificate& certificate_;
    Kind kind_;
    const card::crypto::PublicKey& key_;
    std::vector<RawExtension> extensions_;
};

/// Self-signed ones may do without an authority key identifier. [RFC5280] §4.2.1.1
bool has_key_id_of(const pki::Certificate& issuer, const pki::Certificate& certificate)
{
    const auto named = certificate.authority_key_id();
    if (!named)
        return issuer == certificate;
    return named == issuer.subject_key_id();
}

} // namespace

std::string_view name(Kind kind)
{
    switch (kind) {
    case Kind::csca:
        return "csca";
    case Kind::link:
        return "link";
    case Kind::document_signer:
        return "document_signer";
    case Kind::citizen_ca:
        return "citizen_ca";
    case Kind::pinned:
        return "pinned";
    case Kind::content_signer:
        return "content_signer";
    case Kind::authentication:
        return "authentication";
    case Kind::signature:
        return "signature";
    case Kind::key_management:
        return "key_management";
    case Kind::card_authentication:
        break;
    }
    return "card_authentication";
}

Findings check(
    const pki::Certificate& certificate, Kind kind, const card::crypto::PublicKey& key, const pki::Certificate& issuer)
{
    Findings findings;
    for (const pki::LintRule rule : pki::lint(certificate, role(kind)))
        if (is_of_document_pki(kind) || rule != pki::LintRule::curve_named) // asked for there, refused in the other PKI
            findings.rule(pki::name(rule), false);
    findings.rule("other_key", certificate.public_key() == key);
    findings.rule("issuer_signature", pki::is_signed_by(certificate, issuer));
    findings.rule("issuer_name", certificate.issuer() == issuer.subject());
    findings.rule("issuer_key_id", has_key_id_of(issuer, certificate));
    findings.rule("outlives_issuer", certificate.validity().not_after <= issuer.validity().not_after);
    findings.rule("serial_number_short", certificate.serial_number().size() >= shortest_serial_number);
    findings.rule("signature_algorithms", has_one_signature_algorithm(certificate));
    if (!is_of_document_pki(kind))
        PivRules{findings, certificate, kind, key}.check();
    return findings;
}

void require_fit(
    const pki::Certificate& certificate, Kind kind, const card::crypto::PublicKey& key, const pki::Certificate& issuer)
{
    check(certificate, kind, key, issuer).require_none(name(kind));
}

} // namespace perso::issuer::lint
