// SPDX-License-Identifier: Apache-2.0
#include "card/pki/certificate.hpp"

#include "known_curves.hpp"
#include "signature_algorithm.hpp"
#include "spki_reader.hpp"
#include "state.hpp"

#include "card/crypto/hash.hpp"
#include "card/pki/der_limits.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <array>

namespace card::pki {

namespace {

std::string first_attribute(const X509_NAME* name, int nid)
{
    const int index = X509_NAME_get_index_by_NID(name, nid, -1);
    if (index < 0)
        return {};
    unsigned char* text = nullptr;
    const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
    ensure(length >= 0, "attribute of a name", Errc::malformed_data);
    std::string out{reinterpret_cast<char*>(text), static_cast<std::size_t>(length)};
    OPENSSL_free(text);
    return out;
}

Time time_of(const ASN1_TIME* time)
{
    std::tm parts{};
    ensure(ASN1_TIME_to_tm(time, &parts) == 1, "time", Errc::malformed_data);
    const Date day{std::chrono::year{parts.tm_year + 1900}, std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return start_of(day) + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
           std::chrono::seconds{parts.tm_sec};
}

std::optional<Bytes> optional_bytes(const ASN1_OCTET_STRING* octets)
{
    if (octets == nullptr)
        return std::nullopt;
    return to_bytes(view(octets));
}

std::uint32_t usage_bit(KeyUsage usage)
{
    switch (usage) {
    case KeyUsage::digital_signature:
        return KU_DIGITAL_SIGNATURE;
    case KeyUsage::non_repudiation:
        return KU_NON_REPUDIATION;
    case KeyUsage::key_encipherment:
        return KU_KEY_ENCIPHERMENT;
    case KeyUsage::key_agreement:
        return KU_KEY_AGREEMENT;
    case KeyUsage::key_cert_sign:
        return KU_KEY_CERT_SIGN;
    case KeyUsage::crl_sign:
        return KU_CRL_SIGN;
    }
    return 0;
}

bool has(X509* x509, std::uint32_t flag)
{
    return (X509_get_extension_flags(x509) & flag) != 0;
}

/// [RFC5280] §4.1.2.2
void check_serial_number(ByteView content, Allowing& allowing)
{
    const bool positive = !content.empty() && (content[0] & 0x80) == 0 &&
                          std::any_of(content.begin(), content.end(), [](std::uint8_t byte) { return byte != 0; });
    allowing.unless(
        positive, Allowance::serial_number, Errc::malformed_data, "certificate", "a serial number of zero or below");
}

/// The form of the signature algorithm. One that is not known is nobody's fault here: no signature by it will verify.
void check_algorithm(Certificate::State& state, Allowing& allowing)
{
    Allowing any{Leniency::foreign_legacy};
    try {
        read_signature_algorithm(state.parts.signature_algorithm, any);
    } catch (const Error&) {
        return;
    }
    state.signature_is_known = true;
    allowing.unless(!any.noted().contains(Allowance::null_parameters), Allowance::null_parameters, Errc::malformed_data,
        "certificate", "ECDSA with NULL parameters");
    allowing.unless(!any.noted().contains(Allowance::pss_parameters), Allowance::pss_parameters, Errc::unsupported,
        "certificate", "RSASSA-PSS with another salt or mask than its hash asks for");
}

/// A name that OpenSSL knows is not enough: it knows curves over binary fields, too.
bool is_on_known_curve(const EVP_PKEY* key)
{
    std::array<char, 80> curve{};
    return EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr) == 1 &&
           is_known_curve(OBJ_txt2nid(curve.data()));
}

/// What is weak in the key; nothing if it cannot be used at all.
std::optional<Allowances> weaknesses_of_key(const X509* x509)
{
    const EVP_PKEY* const key = X509_get0_pubkey(x509);
    if (key == nullptr)
        return std::nullopt;
    const int bits = EVP_PKEY_get_bits(key);
    const int type = EVP_PKEY_get_base_id(key);
    Allowances weak;
    if (type == EVP_PKEY_EC) {
        if (bits < 256)
            weak.insert(Allowance::weak_key);
        return bits < 224 || !is_on_known_curve(key) ? std::nullopt : std::optional{weak};
    }
    if ((type != EVP_PKEY_RSA && type != EVP_PKEY_RSA_PSS) || bits < 1024)
        return std::nullopt;
    BIGNUM* exponent = nullptr;
    EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent);
    const Owned<BIGNUM, BN_free> owned{exponent};
    if (exponent == nullptr || !BN_is_odd(exponent) || BN_is_one(exponent))
        return std::nullopt;
    if (bits < 2048)
        weak.insert(Allowance::weak_key);
    if (BN_num_bits(exponent) < 17) // 65537 is the smallest odd number of 17 bits
        weak.insert(Allowance::small_exponent);
    return weak;
}

} // namespace

Certificate Certificate::parse(ByteView encoded, Leniency leniency)
{
    check_der(encoded);
    State state{.der = to_bytes(encoded), .x509 = {}, .parts = {}, .allowances = {}};
    state.parts = read_certificate_parts(state.der);
    read_spki(state.parts.spki);
    Allowing allowing{leniency};
    check_serial_number(state.parts.serial_number, allowing);
    check_algorithm(state, allowing);
    state.x509 = decoded<X509Ptr>(state.der, d2i_X509, "certificate");
    ensure(!has(state.x509.get(), EXFLAG_INVALID), "certificate extensions", Errc::malformed_data);
    state.allowances = allowing.noted();
    Certificate certificate{std::make_shared<State>(std::move(state))};
    certificate.validity(); // both times are readable, now and later
    return certificate;
}

const Bytes& Certificate::der() const noexcept
{
    return state_->der;
}

const Allowances& Certificate::allowances() const noexcept
{
    return state_->allowances;
}

Bytes Certificate::fingerprint() const
{
    return crypto::digest(crypto::Hash::sha256, der());
}

Bytes Certificate::subject() const
{
    return to_bytes(state_->parts.subject);
}

Bytes Certificate::issuer() const
{
    return to_bytes(state_->parts.issuer);
}

std::string Certificate::subject_country() const
{
    return first_attribute(X509_get_subject_name(state_->x509.get()), NID_countryName);
}

std::string Certificate::issuer_country() const
{
    return first_attribute(X509_get_issuer_name(state_->x509.get()), NID_countryName);
}

std::string Certificate::subject_common_name() const
{
    return first_attribute(X509_get_subject_name(state_->x509.get()), NID_commonName);
}

std::string Certificate::subject_serial_number() const
{
    return first_attribute(X509_get_subject_name(state_->x509.get()), NID_serialNumber);
}

Bytes Certificate::serial_number() const
{
    return to_bytes(view(X509_get0_serialNumber(state_->x509.get())));
}

Validity Certificate::validity() const
{
    return {time_of(X509_get0_notBefore(state_->x509.get())), time_of(X509_get0_notAfter(state_->x509.get()))};
}

std::optional<Bytes> Certificate::subject_key_id() const
{
    return optional_bytes(X509_get0_subject_key_id(state_->x509.get()));
}

std::optional<Bytes> Certificate::authority_key_id() const
{
    return optional_bytes(X509_get0_authority_key_id(state_->x509.get()));
}

std::optional<Validity> Certificate::private_key_usage() const
{
    using Period = Owned<PKEY_USAGE_PERIOD, PKEY_USAGE_PERIOD_free>;
    const Period period{static_cast<PKEY_USAGE_PERIOD*>(
        X509_get_ext_d2i(state_->x509.get(), NID_private_key_usage_period, nullptr, nullptr))};
    if (!period)
        return std::nullopt;
    Validity usage = validity();
    if (period->notBefore != nullptr)
        usage.not_before = time_of(period->notBefore);
    if (period->notAfter != nullptr)
        usage.not_after = time_of(period->notAfter);
    return usage;
}

Bytes Certificate::spki() const
{
    return to_bytes(state_->parts.spki);
}

crypto::Point Certificate::ec_public_key() const
{
    return decode_spki(state_->parts.spki);
}

crypto::PublicKey Certificate::public_key() const
{
    return subject_public_key(state_->parts.spki);
}

bool Certificate::may(KeyUsage usage) const
{
    X509* const x509 = state_->x509.get();
    return has(x509, EXFLAG_KUSAGE) && (X509_get_key_usage(x509) & usage_bit(usage)) != 0;
}

bool Certificate::may_only(std::initializer_list<KeyUsage> usages) const
{
    X509* const x509 = state_->x509.get();
    std::uint32_t bits = 0;
    for (const KeyUsage usage : usages)
        bits |= usage_bit(usage);
    const int index = X509_get_ext_by_NID(x509, NID_key_usage, -1);
    return index >= 0 && X509_EXTENSION_get_critical(X509_get_ext(x509, index)) == 1 &&
           X509_get_key_usage(x509) == bits;
}

bool Certificate::is_meant_for(std::string_view purpose) const
{
    using Purposes = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;
    const ObjectPtr wanted{ensured(OBJ_txt2obj(std::string{purpose}.c_str(), 1), "identifier of a purpose")};
    const Purposes purposes{
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(state_->x509.get(), NID_ext_key_usage, nullptr, nullptr))};
    for (int i = 0; purposes && i < sk_ASN1_OBJECT_num(purposes.get()); ++i)
        if (OBJ_cmp(sk_ASN1_OBJECT_value(purposes.get(), i), wanted.get()) == 0)
            return true;
    return false;
}

bool Certificate::is_authority() const
{
    return has(state_->x509.get(), EXFLAG_BCONS) && has(state_->x509.get(), EXFLAG_CA);
}

std::optional<unsigned> Certificate::path_length() const
{
    const long length = X509_get_pathlen(state_->x509.get());
    if (length < 0)
        return std::nullopt;
    return static_cast<unsigned>(length);
}

bool Certificate::has_unknown_critical_extension() const
{
    return has(state_->x509.get(), EXFLAG_CRITICAL);
}

bool Certificate::has_strong_signature() const
{
    const auto weak = weaknesses();
    return weak && weak->empty();
}

std::optional<Allowances> Certificate::key_weaknesses() const
{
    return weaknesses_of_key(state_->x509.get());
}

std::optional<Allowances> Certificate::weaknesses() const
{
    auto weak = key_weaknesses();
    int hash = NID_undef;
    if (!weak || !state_->signature_is_known ||
        X509_get_signature_info(state_->x509.get(), &hash, nullptr, nullptr, nullptr) != 1)
        return std::nullopt;
    if (hash == NID_sha1)
        weak->insert(Allowance::weak_hash);
    else if (hash != NID_sha224 && hash != NID_sha256 && hash != NID_sha384 && hash != NID_sha512)
        return std::nullopt;
    return weak;
}

std::optional<Bytes> Certificate::extension(std::string_view oid) const
{
    X509* const x509 = state_->x509.get();
    const ObjectPtr object{ensured(OBJ_txt2obj(std::string{oid}.c_str(), 1), "identifier of an extension")};
    const int index = X509_get_ext_by_OBJ(x509, object.get(), -1);
    if (index < 0)
        return std::nullopt;
    return to_bytes(view(X509_EXTENSION_get_data(X509_get_ext(x509, index))));
}

} // namespace card::pki
