// SPDX-License-Identifier: Apache-2.0
#include "card/pki/certificate.hpp"

#include "known_curves.hpp"
#include "state.hpp"

#include "card/crypto/hash.hpp"
#include "card/pki/der_limits.hpp"

#include <openssl/core_names.h>

#include <algorithm>
#include <bit>

namespace card::pki {

namespace {

std::uint32_t usage_bit(KeyUsage usage)
{
    return 1U << static_cast<unsigned>(usage);
}

std::optional<Bytes> optional_bytes(const std::optional<ByteView>& view)
{
    return view ? std::optional{to_bytes(*view)} : std::nullopt;
}

/// The number that stands in an INTEGER, without its sign: of a negative one, too.
Bytes magnitude(ByteView content)
{
    if ((content[0] & 0x80) == 0)
        return to_bytes(content.size() > 1 && content[0] == 0 ? content.subspan(1) : content);
    Bytes out = to_bytes(content);
    bool carry = true;
    for (auto byte = out.rbegin(); byte != out.rend(); ++byte) {
        *byte = static_cast<std::uint8_t>(~*byte + (carry ? 1 : 0));
        carry = carry && *byte == 0;
    }
    const auto first = std::find_if(out.begin(), out.end(), [](std::uint8_t byte) { return byte != 0; });
    out.erase(out.begin(), first);
    return out;
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
std::optional<SignatureAlgorithm> read_algorithm(ByteView identifier, Allowing& allowing)
{
    Allowing any{Leniency::foreign_legacy};
    std::optional<SignatureAlgorithm> algorithm;
    try {
        algorithm = read_signature_algorithm(identifier, any);
    } catch (const Error&) {
        return std::nullopt;
    }
    allowing.unless(!any.noted().contains(Allowance::null_parameters), Allowance::null_parameters, Errc::malformed_data,
        "certificate", "ECDSA with NULL parameters");
    allowing.unless(!any.noted().contains(Allowance::pss_parameters), Allowance::pss_parameters, Errc::unsupported,
        "certificate", "RSASSA-PSS with another salt or mask than its hash asks for");
    return algorithm;
}

/// A curve that no version of ours knows is nobody's fault in a document of another state; ours have none.
void check_curve(const SpkiParts& key, Allowing& allowing)
{
    require(!key.unknown_curve, allowing.lenient() ? Errc::unsupported : Errc::key_rejected, "certificate",
        "a curve that is written out and is no known one");
    allowing.unless(key.curve_in_full, Allowance::curve_parameters, Errc::malformed_data, "certificate",
        "a curve that is not written out in full");
}

/// Of a number without leading zeros.
unsigned bits_of(ByteView number)
{
    return static_cast<unsigned>(8 * (number.size() - 1)) + static_cast<unsigned>(std::bit_width(number[0]));
}

std::optional<Allowances> weaknesses_of_rsa(const RsaIntegers& key)
{
    const unsigned bits = bits_of(key.modulus);
    const unsigned exponent_bits = bits_of(key.exponent);
    if (bits < 1024 || exponent_bits < 2 || (key.exponent.back() & 1) == 0)
        return std::nullopt;
    Allowances weak;
    if (bits < 2048)
        weak.insert(Allowance::weak_key);
    if (exponent_bits < 17) // 65537 is the smallest odd number of 17 bits
        weak.insert(Allowance::small_exponent);
    return weak;
}

/// The numbers of a key that OpenSSL alone reads, big-endian.
Bytes number_of(const EVP_PKEY* key, const char* name)
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    const Owned<BIGNUM, BN_free> owned{number};
    Bytes out(number == nullptr || BN_is_zero(number) ? 1 : static_cast<std::size_t>(BN_num_bytes(number)));
    if (number != nullptr)
        BN_bn2binpad(number, out.data(), static_cast<int>(out.size()));
    return out;
}

/// What is weak in the key; nothing if it cannot be used at all.
std::optional<Allowances> weaknesses_of_key(const Certificate::State& certificate)
{
    if (certificate.key.rsa)
        if (const auto rsa = read_rsa_integers(certificate.key.key))
            return weaknesses_of_rsa(*rsa);
    const EVP_PKEY* const key = certificate.public_key().get();
    const int type = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
    if (type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS) {
        const Bytes modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
        const Bytes exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
        return weaknesses_of_rsa({modulus, exponent});
    }
    // A name that OpenSSL knows is not enough: it knows curves over binary fields, too.
    const bool known = certificate.key.curve && is_known_curve(*certificate.key.curve);
    if (type != EVP_PKEY_EC || !known || EVP_PKEY_get_bits(key) < 224)
        return std::nullopt;
    return EVP_PKEY_get_bits(key) < 256 ? Allowances{Allowance::weak_key} : Allowances{};
}

} // namespace

X509* Certificate::State::x509() const
{
    std::call_once(x509_once_, [this] { x509_ = decoded<X509Ptr>(der, d2i_X509, "certificate"); });
    return x509_.get();
}

const VerificationKey& Certificate::State::public_key() const
{
    std::call_once(public_key_once_, [this] { public_key_.emplace(parts.spki, key); });
    return *public_key_;
}

Certificate Certificate::parse(ByteView encoded, Leniency leniency)
{
    check_der(encoded);
    const auto state = std::make_shared<State>();
    state->der = to_bytes(encoded);
    state->parts = read_certificate_parts(state->der);
    state->key = read_spki(state->parts.spki);
    Allowing allowing{leniency};
    check_curve(state->key, allowing);
    state->extensions = read_known_extensions(state->parts.extensions, allowing);
    check_serial_number(state->parts.serial_number, allowing);
    state->algorithm = read_algorithm(state->parts.signature_algorithm, allowing);
    state->allowances = allowing.noted();
    return Certificate{state};
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
    return to_bytes(state_->parts.subject.whole);
}

Bytes Certificate::issuer() const
{
    return to_bytes(state_->parts.issuer.whole);
}

std::string Certificate::subject_country() const
{
    return first_attribute(state_->parts.subject, AttributeType::country);
}

std::string Certificate::issuer_country() const
{
    return first_attribute(state_->parts.issuer, AttributeType::country);
}

std::string Certificate::subject_common_name() const
{
    return first_attribute(state_->parts.subject, AttributeType::common_name);
}

std::string Certificate::subject_serial_number() const
{
    return first_attribute(state_->parts.subject, AttributeType::serial_number);
}

Bytes Certificate::serial_number() const
{
    return magnitude(state_->parts.serial_number);
}

Validity Certificate::validity() const
{
    return {state_->parts.not_before, state_->parts.not_after};
}

std::optional<Bytes> Certificate::subject_key_id() const
{
    return optional_bytes(state_->extensions.subject_key_id);
}

std::optional<Bytes> Certificate::authority_key_id() const
{
    return optional_bytes(state_->extensions.authority_key_id);
}

std::optional<Validity> Certificate::private_key_usage() const
{
    const KnownExtensions& extensions = state_->extensions;
    if (!extensions.has_private_key_usage)
        return std::nullopt;
    return Validity{extensions.private_key_not_before.value_or(state_->parts.not_before),
        extensions.private_key_not_after.value_or(state_->parts.not_after)};
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
    return (state_->extensions.key_usage.value_or(0) & usage_bit(usage)) != 0;
}

bool Certificate::may_only(std::initializer_list<KeyUsage> usages) const
{
    std::uint32_t bits = 0;
    for (const KeyUsage usage : usages)
        bits |= usage_bit(usage);
    return state_->extensions.key_usage_is_critical && state_->extensions.key_usage == bits;
}

bool Certificate::is_meant_for(std::string_view purpose) const
{
    const tlv::Oid wanted{purpose};
    const auto& purposes = state_->extensions.purposes;
    return std::any_of(purposes.begin(), purposes.end(), [&](ByteView oid) { return equal(oid, wanted.content()); });
}

bool Certificate::is_authority() const
{
    return state_->extensions.is_authority;
}

std::optional<unsigned> Certificate::path_length() const
{
    return state_->extensions.path_length;
}

bool Certificate::has_unknown_critical_extension() const
{
    return state_->extensions.unknown_critical || state_->extensions.unusual_critical;
}

std::optional<Allowances> Certificate::critical_extensions() const
{
    if (state_->extensions.unknown_critical)
        return std::nullopt;
    return state_->extensions.unusual_critical ? Allowances{Allowance::critical_extension} : Allowances{};
}

bool Certificate::has_known_algorithms() const
{
    if (!state_->algorithm || !state_->algorithm->hash)
        return false;
    if (state_->key.curve)
        return is_known_curve(*state_->key.curve);
    const EVP_PKEY* const key = state_->public_key().get();
    const int type = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
    return type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS;
}

bool Certificate::has_strong_signature() const
{
    const auto weak = weaknesses();
    return weak && weak->empty();
}

std::optional<Allowances> Certificate::key_weaknesses() const
{
    return weaknesses_of_key(*state_);
}

std::optional<Allowances> Certificate::weaknesses() const
{
    auto weak = key_weaknesses();
    if (!weak || !state_->algorithm || !state_->algorithm->hash)
        return std::nullopt;
    if (state_->algorithm->hash == crypto::Hash::sha1)
        weak->insert(Allowance::weak_hash);
    return weak;
}

std::optional<Bytes> Certificate::extension(std::string_view oid) const
{
    const tlv::Oid wanted{oid};
    for (const RawExtension& extension : state_->parts.extensions)
        if (extension.oid == wanted)
            return to_bytes(extension.value);
    return std::nullopt;
}

} // namespace card::pki
