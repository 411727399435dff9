// SPDX-License-Identifier: Apache-2.0
#include "card/pki/lint.hpp"

#include "extension_reader.hpp"
#include "state.hpp"

#include "card/base/error.hpp"
#include "card/pki/path.hpp"
#include "card/tlv/integer.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>
#include <array>

namespace card::pki {

namespace {

namespace asn1 = tlv::asn1;

constexpr std::string_view subject_alternative_name = "2.5.29.17";
constexpr std::string_view issuer_alternative_name = "2.5.29.18";
constexpr std::string_view master_list_signing = "2.23.136.1.1.3";
constexpr std::array known_names{"serial_number", "time_form", "validity_order", "country", "countries_differ",
    "common_name", "signature_hash", "key_strength", "curve_named", "unknown_critical", "forbidden_extension",
    "subject_key_id", "authority_key_id", "key_usage", "basic_constraints", "path_length", "key_usage_period",
    "key_usage_period_outside", "alternative_names", "alternative_names_place", "distribution_point", "document_types",
    "extended_key_usage", "list_number", "list_authority_key_id", "list_scope", "list_period"};
static_assert(known_names.size() == static_cast<std::size_t>(LintRule::list_period) + 1);

/// The parts of a tbsCertificate that the rules look at themselves. [RFC5280] §4.1
struct Fields {
    ByteView serial_number;
    tlv::Element not_before;
    tlv::Element not_after;
    std::vector<RawExtension> extensions;

    const RawExtension* find(std::string_view oid) const
    {
        const tlv::Oid wanted{oid};
        const auto found =
            std::find_if(extensions.begin(), extensions.end(), [&](const RawExtension& e) { return e.oid == wanted; });
        return found == extensions.end() ? nullptr : &*found;
    }
};

Fields read_fields(ByteView der)
{
    tlv::Reader certificate{tlv::only(der, asn1::sequence)};
    tlv::Reader tbs{certificate.expect(asn1::sequence)};
    tbs.accept(tlv::Tag{0xA0}); // version
    const ByteView serial = tbs.expect(asn1::integer);
    tbs.expect(asn1::sequence); // signature
    tbs.expect(asn1::sequence); // issuer
    tlv::Reader validity{tbs.expect(asn1::sequence)};
    const tlv::Element from = validity.next();
    const tlv::Element to = validity.next();
    tbs.expect(asn1::sequence); // subject
    tbs.expect(asn1::sequence); // subjectPublicKeyInfo
    Fields fields{serial, from, to, {}};
    while (!tbs.at_end())
        if (const tlv::Element element = tbs.next(); element.tag == tlv::Tag{0xA3})
            fields.extensions = read_extensions(element.value);
    return fields;
}

bool is_proper_serial(ByteView content)
{
    const bool positive = !content.empty() && (content[0] & 0x80) == 0 &&
                          std::any_of(content.begin(), content.end(), [](std::uint8_t byte) { return byte != 0; });
    return positive && content.size() <= 20;
}

/// Of the right type for its year, with seconds and Z.
bool is_proper_time(const tlv::Element& time)
{
    const std::string_view text = as_text(time.value);
    if (text.empty() || text.back() != 'Z')
        return false;
    if (time.tag == tlv::Tag{0x17})
        return text.size() == 13;
    return text.size() == 15 && text.substr(0, 4) >= "2050";
}

bool is_country(std::string_view text)
{
    return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool has_strong_hash(const X509* x509)
{
    int hash = NID_undef;
    if (X509_get_signature_info(const_cast<X509*>(x509), &hash, nullptr, nullptr, nullptr) != 1)
        return false;
    return hash == NID_sha256 || hash == NID_sha384 || hash == NID_sha512;
}

/// RSA from 2048 bits with an odd exponent from 65537, EC from 256 bits on a curve that is known.
bool has_strong_key(const Certificate& certificate)
{
    const auto weak = certificate.key_weaknesses();
    return weak && weak->empty();
}

/// The AlgorithmIdentifier of the key gives an object identifier where ECParameters should stand.
bool names_curve(const Certificate& certificate)
{
    const Bytes spki = certificate.spki();
    tlv::Reader outer{tlv::only(spki, asn1::sequence)};
    tlv::Reader algorithm{outer.expect(asn1::sequence)};
    const tlv::Oid oid = tlv::Oid::from_content(algorithm.expect(asn1::oid));
    return oid == tlv::Oid{"1.2.840.10045.2.1"} && algorithm.peek() == asn1::oid;
}

/// Some directory name holds a locality of three upper-case letters. [9303-12] §7.1.1.2
bool names_place(ByteView general_names)
{
    const Bytes locality = tlv::Oid{"2.5.4.7"}.encode();
    const auto at = std::search(general_names.begin(), general_names.end(), locality.begin(), locality.end());
    if (at == general_names.end())
        return false;
    const auto rest = general_names.subspan(static_cast<std::size_t>(at - general_names.begin()) + locality.size());
    return rest.size() >= 5 && rest[1] == 3 &&
           std::all_of(rest.begin() + 2, rest.begin() + 5, [](std::uint8_t c) { return c >= 'A' && c <= 'Z'; });
}

/// DocumentTypeListSyntax: version 0 and a set of one or two letters each. [9303-12] §7.1.1.7
bool is_type_list(ByteView value)
{
    try {
        tlv::Reader list{tlv::only(value, asn1::sequence)};
        if (tlv::decode_unsigned(list.expect(asn1::integer)) != 0)
            return false;
        tlv::Reader set{list.expect(asn1::set)};
        list.finish();
        bool any = false;
        for (; !set.at_end(); any = true)
            if (const ByteView type = set.expect(asn1::printable_string); type.empty() || type.size() > 2)
                return false;
        return any;
    } catch (const Error&) {
        return false;
    }
}

class Linter {
public:
    Linter(const Certificate& certificate, CertificateRole role)
        : certificate_{certificate}, role_{role}, fields_{read_fields(certificate.der())}
    {
    }

    std::vector<LintRule> run()
    {
        check_fields();
        check_key();
        if (role_ != CertificateRole::other) {
            check_identifiers();
            check_usage();
            check_publication();
        }
        return broken_;
    }

private:
    void rule(LintRule broken_rule, bool holds)
    {
        if (!holds)
            broken_.push_back(broken_rule);
    }

    bool is_ca() const { return role_ == CertificateRole::csca || role_ == CertificateRole::link; }

    bool is_there(std::string_view oid) const { return fields_.find(oid) != nullptr; }

    void check_fields()
    {
        rule(LintRule::serial_number, is_proper_serial(fields_.serial_number));
        rule(LintRule::time_form, is_proper_time(fields_.not_before) && is_proper_time(fields_.not_after));
        const Validity validity = certificate_.validity();
        rule(LintRule::validity_order, validity.not_before <= validity.not_after);
        const std::string subject = certificate_.subject_country();
        const std::string issuer = certificate_.issuer_country();
        rule(LintRule::country, is_country(subject) && is_country(issuer));
        rule(LintRule::countries_differ, subject == issuer);
        rule(LintRule::common_name, !certificate_.subject_common_name().empty());
    }

    void check_key()
    {
        rule(LintRule::signature_hash, has_strong_hash(certificate_.state().x509()));
        rule(LintRule::key_strength, has_strong_key(certificate_));
        rule(LintRule::curve_named, !names_curve(certificate_));
        rule(LintRule::unknown_critical, !certificate_.has_unknown_critical_extension());
        constexpr std::array forbidden{
            "2.5.29.33", "2.5.29.30", "2.5.29.36", "2.5.29.54", "2.5.29.46", "2.16.840.1.113730.1.1"};
        rule(LintRule::forbidden_extension,
            std::none_of(forbidden.begin(), forbidden.end(), [&](std::string_view oid) { return is_there(oid); }));
    }

    void check_identifiers()
    {
        rule(LintRule::subject_key_id, !is_ca() || certificate_.subject_key_id());
        rule(LintRule::authority_key_id, role_ == CertificateRole::csca || certificate_.authority_key_id());
    }

    void check_usage()
    {
        rule(LintRule::key_usage, is_ca() ? certificate_.may_only({KeyUsage::key_cert_sign, KeyUsage::crl_sign})
                                          : certificate_.may_only({KeyUsage::digital_signature}));
        const RawExtension* const constraints = fields_.find("2.5.29.19");
        rule(LintRule::basic_constraints,
            is_ca() ? constraints != nullptr && constraints->critical && certificate_.is_authority()
                    : constraints == nullptr);
        rule(LintRule::path_length, !is_ca() || certificate_.path_length() == 0u);
        const auto period = certificate_.private_key_usage();
        rule(LintRule::key_usage_period, period || role_ == CertificateRole::master_list_signer);
        const Validity validity = certificate_.validity();
        rule(LintRule::key_usage_period_outside,
            !period || (validity.not_before <= period->not_before && period->not_after <= validity.not_after));
    }

    bool has_proper_purposes() const
    {
        const RawExtension* const purposes = fields_.find("2.5.29.37");
        if (role_ != CertificateRole::master_list_signer)
            return purposes == nullptr;
        return purposes != nullptr && purposes->critical && certificate_.is_meant_for(master_list_signing);
    }

    void check_publication()
    {
        const RawExtension* const subject = fields_.find(subject_alternative_name);
        const RawExtension* const issuer = fields_.find(issuer_alternative_name);
        rule(LintRule::alternative_names, subject != nullptr && issuer != nullptr);
        rule(LintRule::alternative_names_place,
            (subject == nullptr || names_place(subject->value)) && (issuer == nullptr || names_place(issuer->value)));
        rule(LintRule::distribution_point, is_there("2.5.29.31") || role_ == CertificateRole::master_list_signer);
        const RawExtension* const types = fields_.find("2.23.136.1.1.6.2");
        rule(LintRule::document_types,
            role_ != CertificateRole::document_signer || (types != nullptr && is_type_list(types->value)));
        rule(LintRule::extended_key_usage, has_proper_purposes());
    }

    const Certificate& certificate_;
    CertificateRole role_;
    Fields fields_;
    std::vector<LintRule> broken_;
};

} // namespace

std::string_view name(LintRule rule)
{
    return known_names.at(static_cast<std::size_t>(rule));
}

std::string_view name(CertificateRole role)
{
    switch (role) {
    case CertificateRole::csca:
        return "csca";
    case CertificateRole::link:
        return "link";
    case CertificateRole::document_signer:
        return "document_signer";
    case CertificateRole::master_list_signer:
        return "master_list_signer";
    case CertificateRole::other:
        break;
    }
    return "other";
}

CertificateRole role_of(const Certificate& certificate)
{
    if (certificate.is_meant_for(master_list_signing))
        return CertificateRole::master_list_signer;
    if (certificate.is_authority() || certificate.may(KeyUsage::key_cert_sign))
        return is_signed_by(certificate, certificate) ? CertificateRole::csca : CertificateRole::link;
    return certificate.may(KeyUsage::digital_signature) ? CertificateRole::document_signer : CertificateRole::other;
}

std::vector<LintRule> lint(const Certificate& certificate, CertificateRole role)
{
    return Linter{certificate, role}.run();
}

std::vector<LintRule> lint(const Crl& list)
{
    std::vector<LintRule> broken;
    const auto rule = [&](LintRule broken_rule, bool holds) {
        if (!holds)
            broken.push_back(broken_rule);
    };
    rule(LintRule::signature_hash, list.has_strong_signature());
    rule(LintRule::list_number, list.number().has_value());
    rule(LintRule::list_authority_key_id, list.authority_key_id().has_value());
    rule(LintRule::list_scope, !list.delta_base() && list.distribution_point().empty());
    rule(LintRule::list_period, list.next_update() - list.this_update() <= std::chrono::days{90});
    return broken;
}

} // namespace card::pki
