// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"
#include "card/tlv/oid.hpp"

#include <openssl/evp.h>

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

/// Makes what our issuer refuses to make: certificates and SignedData with any content, truly signed.
namespace zoo {

using card::Bytes;
using card::ByteView;

/// How a signature is made, and the AlgorithmIdentifier that says so.
struct Scheme {
    const EVP_MD* hash = EVP_sha256();
    std::optional<int> pss_salt; ///< none: PKCS#1 v1.5 or ECDSA
    const EVP_MD* mask_hash = nullptr;
    Bytes identifier;

    static Scheme ecdsa(const EVP_MD* hash = EVP_sha256());
    static Scheme rsa(const EVP_MD* hash = EVP_sha256());
    static Scheme pss(int salt, const EVP_MD* hash = EVP_sha256(), const EVP_MD* mask_hash = EVP_sha256());
};

/// AlgorithmIdentifier of a hash, without parameters.
Bytes hash_identifier(const EVP_MD* hash);

/// A private key of any kind and size. Copies share it.
class AnyKey {
public:
    static AnyKey rsa(unsigned bits, unsigned exponent = 65'537);
    static AnyKey on_curve(const char* name);
    static AnyKey of(const card::pki::SigningKey& key);

    /// SubjectPublicKeyInfo; the curve of an EC key is named.
    Bytes spki() const;
    Bytes sign(ByteView data, const Scheme& scheme) const;

private:
    explicit AnyKey(EVP_PKEY* key);
    std::shared_ptr<EVP_PKEY> key_;
};

/// For test::edit_der: what stands in place of an element.
using Change = std::function<Bytes(Bytes)>;

struct TbsChange {
    std::vector<unsigned> path; ///< within TBSCertificate
    Change change;
};

/// Paths within a TBSCertificate that has all fields. [RFC5280] §4.1
namespace tbs {
inline const std::vector<unsigned> serial{1};
inline const std::vector<unsigned> issuer{3};
inline const std::vector<unsigned> not_after{4, 1};
inline const std::vector<unsigned> subject{5};
inline const std::vector<unsigned> spki{6};
inline const std::vector<unsigned> extensions{7, 0};
} // namespace tbs

/// The certificate with these changes, signed by `issuer`.
Bytes reissued(const card::pki::Certificate& certificate, const std::vector<TbsChange>& changes, const AnyKey& issuer,
    const Scheme& scheme = Scheme::ecdsa());

Change always(Bytes element);
/// For tbs::extensions.
Change without_extension(const char* oid);
Change with_extension(const char* oid, bool critical, Bytes value);

/// SignedData with one signer, before it is encoded; every field may be spoilt. [RFC5652] §5
struct Cms {
    unsigned version = 3;
    card::tlv::Oid content_type{"2.23.136.1.1.1"};
    Bytes content;
    std::vector<Bytes> certificates;

    unsigned signer_version = 1;
    Bytes signer_identifier; ///< issuer and serial number
    const EVP_MD* digest = EVP_sha256();
    std::string_view signing_time = "261122000000Z"; ///< UTCTime
    std::optional<std::vector<Bytes>> attributes;    ///< whole elements, in the order in which they are written
    Scheme scheme = Scheme::ecdsa();

    /// What a good signer says about this content: content type, message digest, signing time, in the order of DER.
    void set_attributes();
    /// ContentInfo, signed.
    Bytes encode(const AnyKey& key) const;
};

/// A good one over `content`, but for what the caller changes before encode().
Cms cms_of(Bytes content, const card::pki::Certificate& signer);
/// IssuerAndSerialNumber.
Bytes identifier_of(const card::pki::Certificate& certificate);
Bytes attribute(const char* oid, Bytes value);

} // namespace zoo
