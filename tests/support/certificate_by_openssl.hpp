// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/path.hpp"

#include <array>
#include <ctime>
#include <memory>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>
#include <vector>

/// What a certificate says, asked of the library and of OpenSSL: two readers of the same bytes must not disagree.
/// In headers alone, for tests and fuzz targets.
namespace test {

/// One line for each question, in a fixed order.
using Answers = std::vector<std::string>;

using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

/// Nothing unless OpenSSL takes all of the bytes for a certificate, with extensions and times in order.
inline X509Ptr certificate_by_openssl(card::ByteView der)
{
    const unsigned char* at = der.data();
    X509Ptr x509{d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free};
    std::tm parts{};
    const bool good = x509 && at == der.data() + der.size() &&
                      (X509_get_extension_flags(x509.get()) & EXFLAG_INVALID) == 0 &&
                      ASN1_TIME_to_tm(X509_get0_notBefore(x509.get()), &parts) == 1 &&
                      ASN1_TIME_to_tm(X509_get0_notAfter(x509.get()), &parts) == 1;
    ERR_clear_error();
    return good ? std::move(x509) : X509Ptr{nullptr, X509_free};
}

namespace by_openssl {

inline std::string yes_or_no(bool value)
{
    return value ? "yes" : "no";
}

inline std::string text_of(const std::optional<card::Bytes>& value)
{
    return value ? card::to_hex(*value) : "none";
}

inline std::string text_of(const ASN1_STRING* string)
{
    if (string == nullptr)
        return "none";
    return card::to_hex({ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))});
}

inline std::string time_of(const ASN1_TIME* time)
{
    std::tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? std::to_string(timegm(&parts)) : "no time";
}

inline std::string time_of(card::Time time)
{
    return std::to_string(time.time_since_epoch().count());
}

inline std::string attribute(const X509_NAME* name, int nid)
{
    const int index = X509_NAME_get_index_by_NID(name, nid, -1);
    unsigned char* text = nullptr;
    const int length =
        index < 0 ? 0 : ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    std::string out =
        length < 0 ? "no text" : std::string(reinterpret_cast<char*>(text), static_cast<unsigned>(length));
    OPENSSL_free(text);
    return out;
}

/// The same of the library; what it cannot turn into text, it says by an exception.
template <typename Ask>
std::string attribute(Ask ask)
{
    try {
        return ask();
    } catch (const card::Error&) {
        return "no text";
    }
}

inline std::string private_key_usage(const X509* x509)
{
    const std::unique_ptr<PKEY_USAGE_PERIOD, decltype(&PKEY_USAGE_PERIOD_free)> period{
        static_cast<PKEY_USAGE_PERIOD*>(X509_get_ext_d2i(x509, NID_private_key_usage_period, nullptr, nullptr)),
        PKEY_USAGE_PERIOD_free};
    if (!period)
        return "none";
    return time_of(period->notBefore != nullptr ? period->notBefore : X509_get0_notBefore(x509)) + " to " +
           time_of(period->notAfter != nullptr ? period->notAfter : X509_get0_notAfter(x509));
}

inline bool is_meant_for(const X509* x509, const char* purpose)
{
    const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> wanted{OBJ_txt2obj(purpose, 1), ASN1_OBJECT_free};
    const std::unique_ptr<EXTENDED_KEY_USAGE, decltype(&EXTENDED_KEY_USAGE_free)> purposes{
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(x509, NID_ext_key_usage, nullptr, nullptr)),
        EXTENDED_KEY_USAGE_free};
    for (int i = 0; purposes && i < sk_ASN1_OBJECT_num(purposes.get()); ++i)
        if (OBJ_cmp(sk_ASN1_OBJECT_value(purposes.get(), i), wanted.get()) == 0)
            return true;
    return false;
}

/// On one of the curves that documents may be signed on.
inline bool is_on_known_curve(const EVP_PKEY* key)
{
    std::array<char, 80> name{};
    if (EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1)
        return false;
    for (const std::string_view known : {"prime256v1", "secp384r1", "secp521r1", "secp224r1", "brainpoolP224r1",
             "brainpoolP256r1", "brainpoolP320r1", "brainpoolP384r1", "brainpoolP512r1"})
        if (known == name.data())
            return true;
    return false;
}

/// Strength of the key, for the kinds that may sign documents.
inline std::string key(const X509* x509)
{
    const EVP_PKEY* const key = X509_get0_pubkey(x509);
    const bool rsa = key != nullptr && (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1);
    const bool ec = key != nullptr && EVP_PKEY_is_a(key, "EC") == 1 && is_on_known_curve(key);
    const int bits = rsa || ec ? EVP_PKEY_get_bits(key) : 0;
    if (bits < (rsa ? 1024 : 224))
        return "unusable";
    std::string out = bits < (rsa ? 2048 : 256) ? "weak_key " : "";
    if (rsa) {
        BIGNUM* exponent = nullptr;
        EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent);
        const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned{exponent, BN_free};
        if (exponent == nullptr || !BN_is_odd(exponent) || BN_is_one(exponent))
            return "unusable";
        out += BN_num_bits(exponent) < 17 ? "small_exponent " : "";
    }
    return out;
}

inline std::string key(const card::pki::Certificate& certificate)
{
    const auto weak = certificate.key_weaknesses();
    if (!weak)
        return "unusable";
    std::string out;
    for (const card::pki::Allowance allowance : *weak)
        out += std::string{name(allowance)} + " ";
    return out;
}

} // namespace by_openssl

inline Answers answers_of(X509* x509)
{
    using namespace by_openssl;
    const X509_NAME* const subject = X509_get_subject_name(x509);
    const X509_NAME* const issuer = X509_get_issuer_name(x509);
    const std::uint32_t flags = X509_get_extension_flags(x509);
    const std::uint32_t usage = (flags & EXFLAG_KUSAGE) != 0 ? X509_get_key_usage(x509) : 0;
    const int at = X509_get_ext_by_NID(x509, NID_key_usage, -1);
    const bool critical = at >= 0 && X509_EXTENSION_get_critical(X509_get_ext(x509, at)) == 1;
    const long length = X509_get_pathlen(x509);
    EVP_PKEY* const public_key = X509_get0_pubkey(x509);
    Answers out{"subject's country " + attribute(subject, NID_countryName),
        "issuer's country " + attribute(issuer, NID_countryName), "common name " + attribute(subject, NID_commonName),
        "serial number of the subject " + attribute(subject, NID_serialNumber),
        "serial number " + text_of(X509_get0_serialNumber(x509)),
        "validity " + time_of(X509_get0_notBefore(x509)) + " to " + time_of(X509_get0_notAfter(x509)),
        "subject key identifier " + text_of(X509_get0_subject_key_id(x509)),
        "authority key identifier " + text_of(X509_get0_authority_key_id(x509)), "key used " + private_key_usage(x509),
        "key usage " + yes_or_no((usage & KU_DIGITAL_SIGNATURE) != 0) + yes_or_no((usage & KU_NON_REPUDIATION) != 0) +
            yes_or_no((usage & KU_KEY_ENCIPHERMENT) != 0) + yes_or_no((usage & KU_KEY_AGREEMENT) != 0) +
            yes_or_no((usage & KU_KEY_CERT_SIGN) != 0) + yes_or_no((usage & KU_CRL_SIGN) != 0),
        "only signs " + yes_or_no(critical && usage == KU_DIGITAL_SIGNATURE) +
            yes_or_no(critical && usage == (KU_KEY_CERT_SIGN | KU_CRL_SIGN)),
        "signs master lists " + yes_or_no(is_meant_for(x509, "2.23.136.1.1.3")),
        "authority " + yes_or_no((flags & EXFLAG_BCONS) != 0 && (flags & EXFLAG_CA) != 0),
        "path length " + (length < 0 ? std::string{"none"} : std::to_string(length)),
        "unknown critical extension " + yes_or_no((flags & EXFLAG_CRITICAL) != 0), "key " + key(x509),
        "self-issued " + yes_or_no(X509_NAME_cmp(subject, issuer) == 0),
        "self-signed " + yes_or_no(public_key != nullptr && X509_verify(x509, public_key) == 1)};
    ERR_clear_error();
    return out;
}

inline Answers answers_of(const card::pki::Certificate& certificate)
{
    using namespace by_openssl;
    using card::pki::KeyUsage;
    const auto usage = certificate.private_key_usage();
    const auto length = certificate.path_length();
    const auto may = [&](KeyUsage bit) { return yes_or_no(certificate.may(bit)); };
    return {"subject's country " + attribute([&] { return certificate.subject_country(); }),
        "issuer's country " + attribute([&] { return certificate.issuer_country(); }),
        "common name " + attribute([&] { return certificate.subject_common_name(); }),
        "serial number of the subject " + attribute([&] { return certificate.subject_serial_number(); }),
        "serial number " + card::to_hex(certificate.serial_number()),
        "validity " + time_of(certificate.validity().not_before) + " to " + time_of(certificate.validity().not_after),
        "subject key identifier " + text_of(certificate.subject_key_id()),
        "authority key identifier " + text_of(certificate.authority_key_id()),
        "key used " + (usage ? time_of(usage->not_before) + " to " + time_of(usage->not_after) : std::string{"none"}),
        "key usage " + may(KeyUsage::digital_signature) + may(KeyUsage::non_repudiation) +
            may(KeyUsage::key_encipherment) + may(KeyUsage::key_agreement) + may(KeyUsage::key_cert_sign) +
            may(KeyUsage::crl_sign),
        "only signs " + yes_or_no(certificate.may_only({KeyUsage::digital_signature})) +
            yes_or_no(certificate.may_only({KeyUsage::key_cert_sign, KeyUsage::crl_sign})),
        "signs master lists " + yes_or_no(certificate.is_meant_for("2.23.136.1.1.3")),
        "authority " + yes_or_no(certificate.is_authority()),
        "path length " + (length ? std::to_string(*length) : std::string{"none"}),
        "unknown critical extension " + yes_or_no(certificate.has_unknown_critical_extension()),
        "key " + key(certificate), "self-issued " + yes_or_no(names_subject(certificate, certificate)),
        "self-signed " + yes_or_no(is_signed_by(certificate, certificate))};
}

/// What the two answer differently, one line for each; nothing if OpenSSL agrees in everything.
/// Nothing, either, where an extension was passed over that OpenSSL refuses.
inline std::string disagreement(const card::pki::Certificate& certificate)
{
    if (certificate.allowances().contains(card::pki::Allowance::malformed_extension))
        return {};
    const X509Ptr x509 = certificate_by_openssl(certificate.der());
    if (!x509)
        return "OpenSSL refuses the certificate";
    const Answers ours = answers_of(certificate);
    const Answers theirs = answers_of(x509.get());
    std::string out;
    for (std::size_t i = 0; i < ours.size(); ++i)
        if (ours[i] != theirs[i])
            out += ours[i] + ", by OpenSSL " + theirs[i] + "\n";
    if (names_subject(certificate, certificate) && issuer_name_hash(certificate) != subject_name_hash(certificate))
        out += "names that are the same have different hashes\n";
    return out;
}

} // namespace test
