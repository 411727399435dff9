// SPDX-License-Identifier: Apache-2.0
#include "card/pki/cms.hpp"

#include "cms_structure.hpp"
#include "signature_algorithm.hpp"
#include "state.hpp"
#include "times.hpp"

#include "card/pki/ber.hpp"
#include "card/pki/native.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>

namespace card::pki {

struct SignedData::State {
    Bytes der; ///< the views of `structure` look into it
    CmsStructure structure;
    Bytes content;
    Certificate signer;
    crypto::Hash digest;
    SignatureAlgorithm algorithm;
    Allowances allowances;
};

namespace {

/// The signer identifier names this certificate, as far as names go: which key signed, the signature tells.
bool is_named(const SignerStructure& signer, const Certificate& certificate, Allowing& allowing)
{
    if (signer.key_id) {
        const auto own = certificate.subject_key_id();
        return own && equal(*own, *signer.key_id);
    }
    const CertificateParts& parts = certificate.state().parts;
    if (!equal(parts.serial_number, signer.serial_number))
        return false;
    if (equal(parts.issuer.whole, signer.issuer))
        return true;
    if (same_name(read_name(signer.issuer), parts.issuer))
        return true;
    if (!allowing.lenient() || !same_attributes(signer.issuer, parts.issuer.whole))
        return false;
    allowing.add({Allowance::signer_name_order});
    return true;
}

Certificate read_certificate(ByteView der, const CmsOptions& options)
{
    if (options.known)
        if (auto known = options.known(der))
            return *known;
    return Certificate::parse(der, options.leniency);
}

struct Encoded {
    Bytes der;
    CmsStructure structure; ///< looks into it
};

Encoded read_der(Bytes der, Allowing& allowing)
{
    CmsStructure structure = read_signed_data(der, allowing);
    return {std::move(der), std::move(structure)};
}

/// What comes as DER stays. BER is an allowance, also where its lengths are definite: octet strings in segments.
Encoded read_encoded(ByteView encoded, std::size_t max_size, Allowing& allowing)
{
    const Allowing before = allowing;
    try {
        check_der(encoded, max_size);
        return read_der(to_bytes(encoded), allowing);
    } catch (const Error& error) {
        if (!allowing.lenient() || error.code() != Errc::malformed_tlv)
            throw;
    }
    allowing = before;
    allowing.add({Allowance::ber_encoding});
    return read_der(der_of_ber(encoded, max_size), allowing);
}

/// The list in SignedData's head is the digest of the one signer. [RFC5652] §5.1
bool lists_only(ByteView digest_algorithms, crypto::Hash digest)
{
    Allowing any{Leniency::foreign_legacy};
    try {
        return read_hash_algorithm(digest_algorithms, any) == digest;
    } catch (const Error&) {
        return false;
    }
}

/// Exactly one certificate is the signer's. Others may be unreadable: they are nobody's.
Certificate find_signer(const CmsStructure& structure, const CmsOptions& options, Allowing& allowing)
{
    std::optional<Certificate> signer;
    for (const ByteView der : structure.certificates) {
        if (structure.certificates.size() > 1 && structure.signer.key_id == std::nullopt &&
            !equal(read_serial_number(der), structure.signer.serial_number))
            continue;
        const Certificate candidate = read_certificate(der, options);
        if (!is_named(structure.signer, candidate, allowing))
            continue;
        if (signer && *signer != candidate)
            throw Error{Errc::malformed_data, "the signer identifier names two certificates in the SignedData"};
        signer = candidate;
    }
    if (!signer)
        throw Error{Errc::malformed_data, "the signer identifier names no certificate in the SignedData"};
    return *signer;
}

/// UTCTime until 2049, then GeneralizedTime. [RFC5652] §11.3
TimePtr signing_time_of(Time time)
{
    return TimePtr{ensured(ASN1_TIME_set(nullptr, time.time_since_epoch().count()), "signing time")};
}

CmsPtr signed_cms(const tlv::Oid& content_type, ByteView content, X509* signer, EVP_PKEY* key, const EVP_MD* digest,
    Time signing_time)
{
    constexpr unsigned flags = CMS_PARTIAL | CMS_BINARY | CMS_NOSMIMECAP;
    CmsPtr cms{ensured(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags), "SignedData")};
    const Bytes type = content_type.encode();
    const auto object = decoded<ObjectPtr>(type, d2i_ASN1_OBJECT, "content type");
    ensure(CMS_set1_eContentType(cms.get(), object.get()) == 1, "content type");

    CMS_SignerInfo* const info = ensured(CMS_add1_signer(cms.get(), signer, key, digest, flags), "signer");
    const TimePtr time = signing_time_of(signing_time);
    ensure(CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()), time.get(), -1) == 1,
        "signing time");

    const BioPtr data{ensured(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())), "content")};
    ensure(CMS_final(cms.get(), data.get(), nullptr, CMS_BINARY) == 1, "signing");
    return cms;
}

} // namespace

SignedData SignedData::parse(ByteView der, Leniency leniency)
{
    return parse(der, CmsOptions{.leniency = leniency});
}

SignedData SignedData::parse_up_to(std::size_t max_size, ByteView der)
{
    return parse(der, CmsOptions{.max_size = max_size});
}

SignedData SignedData::parse(ByteView encoded, const CmsOptions& options)
{
    Allowing allowing{options.leniency};
    auto [der, structure] = read_encoded(encoded, options.max_size, allowing);
    const Certificate signer = find_signer(structure, options, allowing);
    allowing.add(signer.allowances());

    const crypto::Hash digest = read_hash_algorithm(structure.signer.digest_algorithm, allowing);
    allowing.unless(lists_only(structure.digest_algorithms, digest), Allowance::digest_list, Errc::malformed_data,
        "SignedData", "digestAlgorithms is not the digest of the signer");
    SignatureAlgorithm algorithm = read_signature_algorithm(structure.signer.signature_algorithm, allowing);
    allowing.unless(algorithm.hash.value_or(digest) == digest, Allowance::two_hashes, Errc::unsupported, "SignedData",
        "signature with another hash than the digest");
    Bytes content = to_bytes(structure.content);
    return SignedData{std::make_shared<State>(
        State{std::move(der), std::move(structure), std::move(content), signer, digest, algorithm, allowing.noted()})};
}

const tlv::Oid& SignedData::content_type() const noexcept
{
    return state_->structure.content_type;
}

const Bytes& SignedData::content() const noexcept
{
    return state_->content;
}

const Certificate& SignedData::signer() const noexcept
{
    return state_->signer;
}

crypto::Hash SignedData::digest_algorithm() const noexcept
{
    return state_->digest;
}

std::vector<Bytes> SignedData::certificates() const
{
    std::vector<Bytes> out;
    for (const ByteView der : state_->structure.certificates)
        out.push_back(to_bytes(der));
    return out;
}

std::optional<Time> SignedData::signing_time() const
{
    const tlv::Oid wanted{"1.2.840.113549.1.9.5"};
    tlv::Reader set{tlv::only(state_->structure.signer.attributes, tlv::asn1::set)};
    while (!set.at_end()) {
        tlv::Reader attribute{set.expect(tlv::asn1::sequence)};
        if (tlv::Oid::from_content(attribute.expect(tlv::asn1::oid)) != wanted)
            continue;
        try {
            return read_time(tlv::Reader{attribute.expect(tlv::asn1::set)}.next());
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

const Allowances& SignedData::allowances() const noexcept
{
    return state_->allowances;
}

bool SignedData::signature_is_valid() const
{
    return signature_is_valid_for(crypto::digest(state_->digest, state_->content));
}

bool SignedData::signature_is_valid_for(ByteView content_digest) const
{
    const SignerStructure& signer = state_->structure.signer;
    if (!equal(content_digest, signer.message_digest))
        return false;
    const VerificationKey& key = state_->signer.state().public_key();
    const crypto::Hash named = state_->algorithm.hash.value_or(state_->digest);
    // Where it was let pass, the signature may be over the attributes as they came, or by the hash of the digest.
    for (const ByteView attributes : {ByteView{signer.attributes}, ByteView{signer.attributes_as_sent}}) {
        if (attributes.empty())
            continue;
        if (key.verifies(state_->algorithm, named, attributes, signer.signature) ||
            (named != state_->digest && key.verifies(state_->algorithm, state_->digest, attributes, signer.signature)))
            return true;
    }
    return false;
}

Bytes sign(
    const tlv::Oid& content_type, ByteView content, const Certificate& signer, const SigningKey& key, Time signing_time)
{
    require(signer.ec_public_key() == key.public_key(), Errc::key_rejected, "signing",
        "the signer's certificate belongs to another key");
    const EVP_MD* const digest = digest_method(hash_for(key.public_key().curve()));
    const CmsPtr cms = signed_cms(content_type, content, native(signer), native(key), digest, signing_time);
    Bytes der = der_of(cms.get(), i2d_CMS_ContentInfo);

    const SignedData check = SignedData::parse_up_to(der.size(), der);
    require(check.signature_is_valid() && equal(check.content(), content) && check.content_type() == content_type,
        Errc::crypto_failed, "signing", "what was signed does not verify");
    return der;
}

} // namespace card::pki
