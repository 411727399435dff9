// SPDX-License-Identifier: Apache-2.0
#include "signature_algorithm.hpp"

#include <openssl/rsa.h>

namespace card::pki {

namespace {

int nid_of(const X509_ALGOR* algorithm)
{
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return OBJ_obj2nid(object);
}

[[noreturn]] void refuse(const char* sentence)
{
    throw Error{Errc::unsupported, Step{"signature algorithm"}, sentence};
}

/// A field that is left out means SHA-1. [RFC4055] §3.1
void require_hash(const X509_ALGOR* algorithm, crypto::Hash hash)
{
    if (algorithm == nullptr || hash_of(algorithm) != hash)
        refuse("RSASSA-PSS with another hash than the digest");
}

void check_pss(const X509_ALGOR* algorithm, crypto::Hash hash)
{
    int type = V_ASN1_UNDEF;
    const void* value = nullptr;
    X509_ALGOR_get0(nullptr, &type, &value, algorithm);
    if (type != V_ASN1_SEQUENCE)
        refuse("RSASSA-PSS without parameters");
    using Pss = Owned<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free>;
    const auto pss = decoded<Pss>(view(static_cast<const ASN1_STRING*>(value)), d2i_RSA_PSS_PARAMS, "RSASSA-PSS");
    require_hash(pss->hashAlgorithm, hash);
    if (pss->maskGenAlgorithm == nullptr || nid_of(pss->maskGenAlgorithm) != NID_mgf1)
        refuse("RSASSA-PSS with another mask than MGF1");
    X509_ALGOR_get0(nullptr, &type, &value, pss->maskGenAlgorithm);
    if (type != V_ASN1_SEQUENCE)
        refuse("MGF1 without a hash");
    const auto mask_hash = decoded<AlgorithmPtr>(view(static_cast<const ASN1_STRING*>(value)), d2i_X509_ALGOR, "MGF1");
    require_hash(mask_hash.get(), hash);
    constexpr long default_salt = 20;
    const long salt = pss->saltLength == nullptr ? default_salt : ASN1_INTEGER_get(pss->saltLength);
    if (salt != static_cast<long>(crypto::digest_size(hash)))
        refuse("RSASSA-PSS with a salt of another length than the hash");
}

} // namespace

crypto::Hash hash_of(const X509_ALGOR* algorithm)
{
    switch (nid_of(algorithm)) {
    case NID_sha256:
        return crypto::Hash::sha256;
    case NID_sha384:
        return crypto::Hash::sha384;
    case NID_sha512:
        return crypto::Hash::sha512;
    default:
        throw Error{Errc::unsupported, Step{"hash algorithm"}, "another than SHA-256, SHA-384 and SHA-512"};
    }
}

const EVP_MD* digest_method(crypto::Hash hash)
{
    switch (hash) {
    case crypto::Hash::sha384:
        return EVP_sha384();
    case crypto::Hash::sha512:
        return EVP_sha512();
    default:
        return EVP_sha256();
    }
}

crypto::Hash hash_for(crypto::Curve curve)
{
    return curve == crypto::Curve::p384 ? crypto::Hash::sha384 : crypto::Hash::sha256;
}

void check_signature_algorithm(const X509_ALGOR* algorithm, crypto::Hash hash)
{
    const int nid = nid_of(algorithm);
    if (nid == NID_rsassaPss)
        return check_pss(algorithm, hash);
    if (nid == NID_rsaEncryption) // the hash is the digest algorithm. [RFC3370] §3.2
        return;
    int digest = NID_undef;
    int key = NID_undef;
    if (OBJ_find_sigid_algs(nid, &digest, &key) != 1 || digest != EVP_MD_get_type(digest_method(hash)))
        refuse("signature with another hash than the digest");
}

} // namespace card::pki
