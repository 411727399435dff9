// SPDX-License-Identifier: Apache-2.0
#include "card/pki/builder.hpp"

#include "extensions.hpp"
#include "signature_algorithm.hpp"
#include "spki_reader.hpp"
#include "state.hpp"

#include "card/pki/native.hpp"
#include "card/pki/path.hpp"

namespace card::pki {

namespace {

using extension::Extension;

constexpr std::size_t serial_number_size = 16;

tlv::Oid client_authentication()
{
    return tlv::Oid{"1.3.6.1.5.5.7.3.2"};
}

/// [RFC9336] §3.1
tlv::Oid document_signing()
{
    return tlv::Oid{"1.3.6.1.5.5.7.3.36"};
}

/// Signed mail, and what programs that know no purpose of documents ask of a CMS signer. [RFC5280] §4.2.1.12
tlv::Oid email_protection()
{
    return tlv::Oid{"1.3.6.1.5.5.7.3.4"};
}

tlv::Oid piv_card_authentication()
{
    return tlv::Oid{"2.16.840.1.101.3.6.8"};
}

tlv::Oid piv_content_signing()
{
    return tlv::Oid{"2.16.840.1.101.3.6.7"};
}

/// What goes into a certificate, whatever its kind.
struct Content {
    NamePtr issuer;
    NamePtr subject;
    Validity validity;
    crypto::PublicKey key;
    CurveForm form;
    std::vector<Extension> extensions;
};

void add_attribute(X509_NAME* name, int nid, int type, const std::string& value)
{
    if (value.empty())
        return;
    const ByteView bytes = as_bytes(value);
    ensure(X509_NAME_add_entry_by_NID(name, nid, type, bytes.data(), static_cast<int>(bytes.size()), -1, 0) == 1,
        "attribute of a name", Errc::malformed_data);
}

NamePtr name_of(const Name& name)
{
    NamePtr out{ensured(X509_NAME_new(), "name")};
    add_attribute(out.get(), NID_countryName, V_ASN1_PRINTABLESTRING, name.country);
    add_attribute(out.get(), NID_organizationName, V_ASN1_UTF8STRING, name.organization);
    add_attribute(out.get(), NID_organizationalUnitName, V_ASN1_UTF8STRING, name.organizational_unit);
    add_attribute(out.get(), NID_commonName, V_ASN1_UTF8STRING, name.common_name);
    add_attribute(out.get(), NID_serialNumber, V_ASN1_PRINTABLESTRING, name.serial_number);
    return out;
}

/// The issuer's name as its certificate spells it: chains compare it byte by byte.
NamePtr subject_of(const Certificate& issuer)
{
    return NamePtr{ensured(X509_NAME_dup(X509_get_subject_name(native(issuer))), "name of the issuer")};
}

/// Positive and never zero: the first byte is 40 to 7F.
void set_serial_number(X509* x509, crypto::RandomSource& random)
{
    Bytes serial = random.bytes(serial_number_size);
    serial[0] = static_cast<std::uint8_t>((serial[0] & 0x3F) | 0x40);
    ASN1_INTEGER* const field = X509_get_serialNumber(x509);
    ensure(ASN1_STRING_set(field, serial.data(), static_cast<int>(serial.size())) == 1, "serial number");
}

/// UTCTime to 2049, GeneralizedTime from 2050. [RFC5280] §4.1.2.5
void set_time(ASN1_TIME* field, Time time)
{
    ensure(ASN1_TIME_set(field, time.time_since_epoch().count()) != nullptr, "validity");
}

/// A copy of an algorithm's parameters, for the certificate to own.
void* copy_of_parameters(int type, const void* value)
{
    if (type == V_ASN1_OBJECT)
        return ensured(OBJ_dup(static_cast<const ASN1_OBJECT*>(value)), "public key");
    if (type == V_ASN1_SEQUENCE)
        return ensured(ASN1_STRING_dup(static_cast<const ASN1_STRING*>(value)), "public key");
    return nullptr; // NULL
}

void set_public_key(X509* x509, const crypto::PublicKey& key, CurveForm form)
{
    const Bytes der = key_algorithm(key, form);
    const auto algorithm = decoded<AlgorithmPtr>(der, d2i_X509_ALGOR, "public key");
    const ASN1_OBJECT* oid = nullptr;
    int type = V_ASN1_UNDEF;
    const void* parameters = nullptr;
    X509_ALGOR_get0(&oid, &type, &parameters, algorithm.get());
    const Bytes bits = subject_public_key_content(key);
    auto* const copy = static_cast<unsigned char*>(ensured(OPENSSL_memdup(bits.data(), bits.size()), "public key"));
    ensure(X509_PUBKEY_set0_param(X509_get_X509_PUBKEY(x509), OBJ_nid2obj(OBJ_obj2nid(oid)), type,
               copy_of_parameters(type, parameters), copy, static_cast<int>(bits.size())) == 1,
        "public key");
}

void add_extension(X509* x509, const Extension& extension)
{
    const Bytes oid = extension.oid.encode();
    const auto object = decoded<ObjectPtr>(oid, d2i_ASN1_OBJECT, "identifier of an extension");
    const OctetsPtr value{ensured(ASN1_OCTET_STRING_new(), "extension")};
    ensure(ASN1_OCTET_STRING_set(value.get(), extension.value.data(), static_cast<int>(extension.value.size())) == 1,
        "extension");
    const ExtensionPtr made{ensured(
        X509_EXTENSION_create_by_OBJ(nullptr, object.get(), extension.critical ? 1 : 0, value.get()), "extension")};
    ensure(X509_add_ext(x509, made.get(), -1) == 1, "extension");
}

/// The certificate is read again from its bytes, as everybody else will read it.
Certificate signed_certificate(const Content& content, const SigningKey& key, crypto::RandomSource& random)
{
    const X509Ptr x509{ensured(X509_new(), "certificate")};
    ensure(X509_set_version(x509.get(), X509_VERSION_3) == 1, "version");
    set_serial_number(x509.get(), random);
    ensure(X509_set_issuer_name(x509.get(), content.issuer.get()) == 1, "issuer");
    ensure(X509_set_subject_name(x509.get(), content.subject.get()) == 1, "subject");
    set_time(X509_getm_notBefore(x509.get()), content.validity.not_before);
    set_time(X509_getm_notAfter(x509.get()), content.validity.not_after);
    set_public_key(x509.get(), content.key, content.form);
    for (const Extension& extension : content.extensions)
        add_extension(x509.get(), extension);
    const EVP_MD* const digest = digest_method(hash_for(key.public_key().curve()));
    ensure(X509_sign(x509.get(), native(key), digest) > 0, "signing a certificate");
    return Certificate::parse(der_of(x509.get(), i2d_X509));
}

void verify(const Certificate& certificate, const Certificate& issuer)
{
    require(names_issuer(certificate, issuer) && is_signed_by(certificate, issuer), Errc::crypto_failed,
        "signing a certificate", "what was signed does not verify");
}

Certificate self_signed(const Content& content, const SigningKey& key, crypto::RandomSource& random)
{
    Certificate certificate = signed_certificate(content, key, random);
    verify(certificate, certificate);
    return certificate;
}

Certificate issued(
    const Content& content, const Certificate& issuer, const SigningKey& key, crypto::RandomSource& random)
{
    Certificate certificate = signed_certificate(content, key, random);
    verify(certificate, issuer);
    return certificate;
}

Bytes key_id_of(const Certificate& issuer)
{
    const auto id = issuer.subject_key_id();
    if (!id)
        throw Error{Errc::signer_unsuitable, "the issuing certificate has no subject key identifier"};
    return *id;
}

/// keyUsage and, where the slot is not for every purpose of that usage, extendedKeyUsage. [FIPS201-2] §4.2.2
std::vector<Extension> usage_of(CitizenPurpose purpose, const crypto::PublicKey& key)
{
    switch (purpose) {
    case CitizenPurpose::authentication:
        return {extension::key_usage({KeyUsage::digital_signature}),
            extension::extended_key_usage({client_authentication()}, false)};
    case CitizenPurpose::signature:
        // Without purposes NSS and browsers would take it for a client's certificate, too, and offer it beside 9A's.
        return {extension::key_usage({KeyUsage::digital_signature, KeyUsage::non_repudiation}),
            extension::extended_key_usage({document_signing(), email_protection()}, false)};
    case CitizenPurpose::key_management:
        return {extension::key_usage({std::holds_alternative<crypto::RsaPublicKey>(key) ? KeyUsage::key_encipherment
                                                                                        : KeyUsage::key_agreement})};
    case CitizenPurpose::card_authentication:
        return {extension::key_usage({KeyUsage::digital_signature}),
            extension::extended_key_usage({piv_card_authentication()}, true)};
    }
    throw Error{Errc::internal, "a purpose without extensions"};
}

} // namespace

Certificate make_csca(const CscaContent& content, const SigningKey& key, crypto::RandomSource& random)
{
    return self_signed(
        {.issuer = name_of(content.subject),
            .subject = name_of(content.subject),
            .validity = content.validity,
            .key = key.public_key(),
            .form = CurveForm::spelled_out,
            .extensions = {extension::authority(0), extension::key_usage({KeyUsage::key_cert_sign, KeyUsage::crl_sign}),
                extension::subject_key_id(key.public_key()), extension::private_key_usage(content.key_usage),
                extension::subject_alternative_name(content.publication),
                extension::issuer_alternative_name(content.publication),
                extension::crl_distribution_point(content.publication.crl_url)}},
        key, random);
}

Certificate make_document_signer(const DocumentSignerContent& content, const crypto::Point& signer_key,
    const Certificate& csca, const SigningKey& csca_key, crypto::RandomSource& random)
{
    return issued({.issuer = subject_of(csca),
                      .subject = name_of(content.subject),
                      .validity = content.validity,
                      .key = signer_key,
                      .form = CurveForm::spelled_out,
                      .extensions = {extension::authority_key_id(key_id_of(csca)),
                          extension::key_usage({KeyUsage::digital_signature}), extension::subject_key_id(signer_key),
                          extension::private_key_usage(content.key_usage),
                          extension::subject_alternative_name(content.publication),
                          extension::issuer_alternative_name(content.publication),
                          extension::crl_distribution_point(content.publication.crl_url),
                          extension::document_types(content.document_types)}},
        csca, csca_key, random);
}

Certificate make_citizen_ca(const CitizenCaContent& content, const SigningKey& key, crypto::RandomSource& random)
{
    return self_signed(
        {.issuer = name_of(content.subject),
            .subject = name_of(content.subject),
            .validity = content.validity,
            .key = key.public_key(),
            .form = CurveForm::named,
            .extensions = {extension::authority(0), extension::key_usage({KeyUsage::key_cert_sign, KeyUsage::crl_sign}),
                extension::subject_key_id(key.public_key()), extension::crl_distribution_point(content.crl_url)}},
        key, random);
}

Certificate make_package_root(const PackageRootContent& content, const SigningKey& key, crypto::RandomSource& random)
{
    return self_signed({.issuer = name_of(content.subject),
                           .subject = name_of(content.subject),
                           .validity = content.validity,
                           .key = key.public_key(),
                           .form = CurveForm::named,
                           .extensions = {extension::key_usage({KeyUsage::digital_signature}),
                               extension::subject_key_id(key.public_key())}},
        key, random);
}

Certificate make_content_signer(const ContentSignerContent& content, const crypto::Point& signer_key,
    const Certificate& ca, const SigningKey& ca_key, crypto::RandomSource& random)
{
    return issued({.issuer = subject_of(ca),
                      .subject = name_of(content.subject),
                      .validity = content.validity,
                      .key = signer_key,
                      .form = CurveForm::named,
                      .extensions = {extension::authority_key_id(key_id_of(ca)),
                          extension::key_usage({KeyUsage::digital_signature}),
                          extension::extended_key_usage({piv_content_signing()}, true),
                          extension::subject_key_id(signer_key), extension::crl_distribution_point(content.crl_url)}},
        ca, ca_key, random);
}

Certificate make_citizen_certificate(const CitizenContent& content, const crypto::PublicKey& holder_key,
    const Certificate& ca, const SigningKey& ca_key, crypto::RandomSource& random)
{
    std::vector<Extension> extensions = usage_of(content.purpose, holder_key);
    extensions.push_back(extension::authority_key_id(key_id_of(ca)));
    extensions.push_back(extension::subject_key_id(holder_key));
    extensions.push_back(extension::subject_uri(content.card_urn));
    extensions.push_back(extension::crl_distribution_point(content.crl_url));
    return issued({.issuer = subject_of(ca),
                      .subject = name_of(content.subject),
                      .validity = content.validity,
                      .key = holder_key,
                      .form = CurveForm::named,
                      .extensions = std::move(extensions)},
        ca, ca_key, random);
}

} // namespace card::pki
