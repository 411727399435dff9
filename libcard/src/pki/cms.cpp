// SPDX-License-Identifier: Apache-2.0
#include "card/pki/cms.hpp"

#include "cms_structure.hpp"
#include "signature_algorithm.hpp"
#include "state.hpp"

#include "card/pki/der_limits.hpp"
#include "card/pki/native.hpp"

namespace card::pki {

struct SignedData::State {
    tlv::Oid content_type;
    Bytes content;
    Certificate signer;
    crypto::Hash digest;
    CmsPtr cms;
};

namespace {

CMS_SignerInfo* only_signer(CMS_ContentInfo* cms)
{
    STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(cms);
    ensure(signers != nullptr && sk_CMS_SignerInfo_num(signers) == 1, "SignedData", Errc::malformed_data);
    return sk_CMS_SignerInfo_value(signers, 0);
}

struct Algorithms {
    X509_ALGOR* digest = nullptr;
    X509_ALGOR* signature = nullptr;
};

Algorithms algorithms_of(CMS_SignerInfo* signer)
{
    Algorithms algorithms;
    CMS_SignerInfo_get0_algs(signer, nullptr, nullptr, &algorithms.digest, &algorithms.signature);
    return algorithms;
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

SignedData SignedData::parse(ByteView der)
{
    return parse_up_to(max_der_size, der);
}

SignedData SignedData::parse_up_to(std::size_t max_size, ByteView der)
{
    check_der(der, max_size);
    const CmsStructure structure = read_signed_data(der);
    const Certificate signer = Certificate::parse(structure.certificate);
    auto cms = decoded<CmsPtr>(der, d2i_CMS_ContentInfo, "SignedData");

    CMS_SignerInfo* const info = only_signer(cms.get());
    if (CMS_SignerInfo_cert_cmp(info, native(signer)) != 0)
        throw Error{Errc::malformed_data, "the signer identifier names no certificate in the SignedData"};
    const Algorithms algorithms = algorithms_of(info);
    const crypto::Hash digest = hash_of(algorithms.digest);
    check_signature_algorithm(algorithms.signature, digest);
    return SignedData{std::make_shared<State>(
        State{structure.content_type, to_bytes(structure.content), signer, digest, std::move(cms)})};
}

const tlv::Oid& SignedData::content_type() const noexcept
{
    return state_->content_type;
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

bool SignedData::signature_is_valid() const
{
    // The path of the signer is not OpenSSL's business: it refuses curves that are written out.
    constexpr unsigned flags = CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY;
    const bool valid = CMS_verify(state_->cms.get(), nullptr, nullptr, nullptr, nullptr, flags) == 1;
    take_openssl_reason();
    return valid;
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
