// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/document_pki.hpp"

#include "card/pki/cms.hpp"
#include "card/pki/native.hpp"
#include "card/tlv/writer.hpp"

#include <openssl/x509v3.h>

/// Master lists as states sign them.
namespace test {

/// CscaMasterList over these certificates, DER. [9303-12] §8.2
inline card::Bytes master_list_content(const std::vector<card::Bytes>& certificates, std::uint64_t version = 0)
{
    namespace asn1 = card::tlv::asn1;
    return card::tlv::encode(
        asn1::sequence, {card::tlv::encode_integer(version), card::tlv::encode_set_of(certificates)});
}

/// The document signer's certificate again with this extended key usage, signed anew by its CSCA.
inline pki::Certificate with_purpose(const DocumentPki& made, const char* purpose)
{
    X509* const copy = X509_dup(pki::native(made.signer));
    X509_EXTENSION* const usage = X509V3_EXT_conf_nid(nullptr, nullptr, NID_ext_key_usage, purpose);
    X509_add_ext(copy, usage, -1);
    X509_sign(copy, pki::native(made.csca_key), EVP_sha256());
    unsigned char* der = nullptr;
    const int size = i2d_X509(copy, &der);
    const card::Bytes bytes(der, der + size);
    OPENSSL_free(der);
    X509_EXTENSION_free(usage);
    X509_free(copy);
    return pki::Certificate::parse(bytes);
}

inline pki::Certificate master_list_signer(const DocumentPki& made)
{
    return with_purpose(made, "critical,2.23.136.1.1.3");
}

inline card::Bytes signed_master_list(const DocumentPki& made, const card::Bytes& content,
    const char* content_type = "2.23.136.1.1.2", const char* purpose = "critical,2.23.136.1.1.3")
{
    return pki::sign(
        card::tlv::Oid{content_type}, content, with_purpose(made, purpose), made.signer_key, at(2026, 11, 20));
}

} // namespace test
