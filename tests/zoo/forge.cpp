// SPDX-License-Identifier: Apache-2.0
#include "forge.hpp"

#include "support/der_editor.hpp"

#include "card/base/error.hpp"
#include "card/pki/native.hpp"
#include "card/tlv/integer.hpp"

#include <openssl/bn.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace zoo {

namespace {

namespace asn1 = card::tlv::asn1;
namespace tlv = card::tlv;

constexpr tlv::Tag explicit_0{0xA0};
constexpr tlv::Tag explicit_1{0xA1};
constexpr tlv::Tag explicit_2{0xA2};

void ensure(bool done, const char* what)
{
    card::require(done, card::Errc::crypto_failed, "zoo", what);
}

Bytes sequence(std::initializer_list<ByteView> children)
{
    return tlv::encode(asn1::sequence, children);
}

Bytes null()
{
    return tlv::encode(asn1::null, ByteView{});
}

Bytes bit_string(ByteView content)
{
    return tlv::encode(asn1::bit_string, card::concat({Bytes{0x00}, card::to_bytes(content)}));
}

Bytes joined(const std::vector<Bytes>& parts)
{
    Bytes all;
    for (const Bytes& part : parts)
        card::append(all, part);
    return all;
}

std::size_t index_of(const EVP_MD* hash)
{
    const std::array sizes{20, 28, 32, 48, 64};
    return static_cast<std::size_t>(std::find(sizes.begin(), sizes.end(), EVP_MD_get_size(hash)) - sizes.begin());
}

/// The identifier that belongs to SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512.
Bytes oid_for(const EVP_MD* hash, const std::array<const char*, 5>& dotted)
{
    return tlv::Oid{dotted.at(index_of(hash))}.encode();
}

} // namespace

Bytes hash_identifier(const EVP_MD* hash)
{
    return sequence({oid_for(hash, {"1.3.14.3.2.26", "2.16.840.1.101.3.4.2.4", "2.16.840.1.101.3.4.2.1",
                                       "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"})});
}

Scheme Scheme::ecdsa(const EVP_MD* hash)
{
    return {.hash = hash,
        .pss_salt = {},
        .mask_hash = nullptr,
        .identifier = sequence({oid_for(hash, {"1.2.840.10045.4.1", "1.2.840.10045.4.3.1", "1.2.840.10045.4.3.2",
                                                  "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"})})};
}

Scheme Scheme::rsa(const EVP_MD* hash)
{
    return {.hash = hash,
        .pss_salt = {},
        .mask_hash = nullptr,
        .identifier = sequence({oid_for(hash, {"1.2.840.113549.1.1.5", "1.2.840.113549.1.1.14", "1.2.840.113549.1.1.11",
                                                  "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"}),
            null()})};
}

/// [RFC4055] §3.1
Scheme Scheme::pss(int salt, const EVP_MD* hash, const EVP_MD* mask_hash)
{
    const Bytes mask = sequence({tlv::Oid{"1.2.840.113549.1.1.8"}.encode(), hash_identifier(mask_hash)});
    const Bytes parameters = sequence({tlv::encode(explicit_0, hash_identifier(hash)), tlv::encode(explicit_1, mask),
        tlv::encode(explicit_2, tlv::encode_integer(static_cast<unsigned>(salt)))});
    return {.hash = hash,
        .pss_salt = salt,
        .mask_hash = mask_hash,
        .identifier = sequence({tlv::Oid{"1.2.840.113549.1.1.10"}.encode(), parameters})};
}

AnyKey::AnyKey(EVP_PKEY* key) : key_{key, EVP_PKEY_free}
{
    ensure(key != nullptr, "key");
}

AnyKey AnyKey::rsa(unsigned bits, unsigned exponent)
{
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free};
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> e{BN_new(), BN_free};
    EVP_PKEY* key = nullptr;
    ensure(context && e && BN_set_word(e.get(), exponent) == 1 && EVP_PKEY_keygen_init(context.get()) == 1 &&
               EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits)) == 1 &&
               EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context.get(), e.get()) == 1 &&
               EVP_PKEY_generate(context.get(), &key) == 1,
        "RSA key");
    return AnyKey{key};
}

AnyKey AnyKey::on_curve(const char* name)
{
    return AnyKey{EVP_EC_gen(name)};
}

AnyKey AnyKey::of(const card::pki::SigningKey& key)
{
    EVP_PKEY* const shared = card::pki::native(key);
    ensure(EVP_PKEY_up_ref(shared) == 1, "key");
    return AnyKey{shared};
}

Bytes AnyKey::spki() const
{
    unsigned char* buffer = nullptr;
    const int size = i2d_PUBKEY(key_.get(), &buffer);
    ensure(size > 0, "SubjectPublicKeyInfo");
    Bytes der(buffer, buffer + size);
    OPENSSL_free(buffer);
    return der;
}

Bytes AnyKey::sign(ByteView data, const Scheme& scheme) const
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* settings = nullptr; // owned by the context
    ensure(EVP_DigestSignInit(context.get(), &settings, scheme.hash, nullptr, key_.get()) == 1, "signing");
    if (scheme.pss_salt)
        ensure(EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, *scheme.pss_salt) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md(settings, scheme.mask_hash) == 1,
            "RSASSA-PSS");
    std::size_t size = 0;
    ensure(EVP_DigestSign(context.get(), nullptr, &size, data.data(), data.size()) == 1, "signing");
    Bytes signature(size);
    ensure(EVP_DigestSign(context.get(), signature.data(), &size, data.data(), data.size()) == 1, "signing");
    signature.resize(size);
    return signature;
}

Bytes reissued(const card::pki::Certificate& certificate, const std::vector<TbsChange>& changes, const AnyKey& issuer,
    const Scheme& scheme)
{
    tlv::Reader outer{tlv::only(certificate.der(), asn1::sequence)};
    Bytes content = card::to_bytes(outer.expect_whole(asn1::sequence));
    content = test::edit_der(content, {2}, always(scheme.identifier));
    for (const auto& [path, change] : changes)
        content = test::edit_der(content, std::span{path}, change);
    return sequence({content, scheme.identifier, bit_string(issuer.sign(content, scheme))});
}

Change always(Bytes element)
{
    return [element = std::move(element)](const Bytes&) { return element; };
}

Change without_extension(const char* oid)
{
    return [wanted = tlv::Oid{oid}](const Bytes& extensions) {
        tlv::Reader reader{tlv::only(extensions, asn1::sequence)};
        Bytes left;
        while (!reader.at_end()) {
            const ByteView whole = reader.expect_whole(asn1::sequence);
            tlv::Reader extension{tlv::only(whole, asn1::sequence)};
            if (tlv::Oid::from_content(extension.expect(asn1::oid)) != wanted)
                card::append(left, whole);
        }
        return tlv::encode(asn1::sequence, left);
    };
}

Change with_extension(const char* oid, bool critical, Bytes value)
{
    return [=](const Bytes& extensions) {
        const Bytes flag = critical ? tlv::encode(asn1::boolean, Bytes{0xFF}) : Bytes{};
        const Bytes added = sequence({tlv::Oid{oid}.encode(), flag, tlv::encode(asn1::octet_string, value)});
        const Bytes others = without_extension(oid)(extensions);
        return tlv::encode(asn1::sequence, {tlv::only(others, asn1::sequence), added});
    };
}

Bytes attribute(const char* oid, Bytes value)
{
    return sequence({tlv::Oid{oid}.encode(), tlv::encode(asn1::set, value)});
}

Bytes identifier_of(const card::pki::Certificate& certificate)
{
    return sequence({certificate.issuer(), tlv::encode_unsigned(certificate.serial_number())});
}

void Cms::set_attributes()
{
    Bytes value(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    ensure(EVP_Digest(content.data(), content.size(), value.data(), &size, digest, nullptr) == 1, "message digest");
    value.resize(size);
    std::vector<Bytes> all{attribute("1.2.840.113549.1.9.3", content_type.encode()),
        attribute("1.2.840.113549.1.9.5", tlv::encode(tlv::Tag{0x17}, card::as_bytes(signing_time))),
        attribute("1.2.840.113549.1.9.4", tlv::encode(asn1::octet_string, value))};
    std::sort(all.begin(), all.end());
    attributes = all;
}

Bytes Cms::encode(const AnyKey& key) const
{
    Bytes written;
    Bytes signature;
    if (attributes) {
        const Bytes all = joined(*attributes);
        signature = key.sign(tlv::encode(asn1::set, all), scheme);
        written = tlv::encode(explicit_0, all);
    } else {
        signature = key.sign(content, scheme);
    }
    const Bytes signer = sequence({tlv::encode_integer(signer_version), signer_identifier, hash_identifier(digest),
        written, scheme.identifier, tlv::encode(asn1::octet_string, signature)});
    const Bytes encapsulated =
        sequence({content_type.encode(), tlv::encode(explicit_0, tlv::encode(asn1::octet_string, content))});
    const Bytes data = sequence({tlv::encode_integer(version), tlv::encode(asn1::set, hash_identifier(digest)),
        encapsulated, tlv::encode(explicit_0, joined(certificates)), tlv::encode(asn1::set, signer)});
    return sequence({tlv::Oid{"1.2.840.113549.1.7.2"}.encode(), tlv::encode(explicit_0, data)});
}

Cms cms_of(Bytes content, const card::pki::Certificate& signer)
{
    Cms cms;
    cms.content = std::move(content);
    cms.certificates = {signer.der()};
    cms.signer_identifier = identifier_of(signer);
    cms.set_attributes();
    return cms;
}

} // namespace zoo
