// SPDX-License-Identifier: Apache-2.0
// Each rule of docs/passive-authentication.md for older documents: refused by our own rules, let pass and told by
// foreign_legacy, and what it does not let pass.
#include "card/pki/ber.hpp"
#include "card/pki/cms.hpp"
#include "card/pki/native.hpp"

#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/pki/path.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <set>

using namespace card;
using pki::Allowance;
using pki::Leniency;
using test::document_pki;
using test::error_of;

namespace {

using Change = std::function<Bytes(Bytes)>;

const tlv::Oid security_object{"2.23.136.1.1.1"};
const tlv::Oid plain_data{"1.2.840.113549.1.7.1"};

Bytes signed_specimen()
{
    const test::DocumentPki& pki = document_pki();
    return pki::sign(security_object, from_hex("30030201AA"), pki.signer, pki.signer_key, test::at(2026, 11, 22));
}

Bytes put(Bytes cms, std::initializer_list<unsigned> path, const Bytes& value)
{
    return test::edit_der(cms, path, [&](const Bytes&) { return value; });
}

/// The element at this path, whole.
Bytes at(const Bytes& cms, std::initializer_list<unsigned> path)
{
    Bytes found;
    test::edit_der(cms, path, [&](Bytes element) { return found = std::move(element); });
    return found;
}

/// The attributes signed anew with the signer's key.
Bytes signed_anew(const Bytes& cms, const EVP_MD* hash)
{
    Bytes attributes = at(cms, {1, 0, 4, 0, 3});
    attributes[0] = 0x31;
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    Bytes signature(128);
    std::size_t size = signature.size();
    REQUIRE(EVP_DigestSignInit(context, nullptr, hash, nullptr, pki::native(document_pki().signer_key)) == 1);
    REQUIRE(EVP_DigestSign(context, signature.data(), &size, attributes.data(), attributes.size()) == 1);
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return put(cms, {1, 0, 4, 0, 5}, tlv::encode(tlv::asn1::octet_string, signature));
}

/// Our own rules refuse it with this error; foreign_legacy takes it, tells why, and the signature verifies.
void expect_allowed(const Bytes& cms, Allowance allowance, Errc strict)
{
    CHECK(error_of([&] { pki::SignedData::parse(cms); }) == strict);
    const auto data = pki::SignedData::parse(cms, Leniency::foreign_legacy);
    CHECK(data.allowances() == pki::Allowances{allowance});
    CHECK(data.signature_is_valid());
    Bytes forged = cms;
    const Bytes content = from_hex("30030201AA");
    const auto found = std::search(forged.begin(), forged.end(), content.begin(), content.end());
    REQUIRE(found != forged.end());
    found[4] ^= 0x01;
    CHECK(!pki::SignedData::parse(forged, Leniency::foreign_legacy).signature_is_valid());
}

void expect_refused(const Bytes& cms, Errc code)
{
    CHECK(error_of([&] { pki::SignedData::parse(cms, Leniency::foreign_legacy); }) == code);
}

/// The signer's certificate with changes, signed by the CSCA again.
Bytes certificate_with(const std::function<void(X509*)>& change)
{
    X509* const x509 = X509_dup(pki::native(document_pki().signer));
    change(x509);
    REQUIRE(X509_sign(x509, pki::native(document_pki().csca_key), EVP_sha256()) > 0);
    unsigned char* der = nullptr;
    const int size = i2d_X509(x509, &der);
    Bytes out(der, der + size);
    OPENSSL_free(der);
    X509_free(x509);
    return out;
}

} // namespace

TEST_CASE("leniency: a good document needs nothing")
{
    CHECK(pki::SignedData::parse(signed_specimen(), Leniency::foreign_legacy).allowances().empty());
}

TEST_CASE("leniency: BER of indefinite length is written anew first, [X.690] §8.1.3.6")
{
    const Bytes good = signed_specimen();
    const Bytes inner = to_bytes(tlv::only(good, tlv::asn1::sequence));
    const Bytes indefinite = concat({from_hex("3080"), inner, from_hex("0000")});
    expect_allowed(indefinite, Allowance::ber_encoding, Errc::malformed_tlv);
    CHECK(pki::der_of_ber(indefinite) == good);
    expect_refused(concat({indefinite, Bytes{0x00}}), Errc::malformed_tlv);
    expect_refused(concat({from_hex("3080"), inner}), Errc::malformed_tlv);
}

TEST_CASE("leniency: BER is bounded")
{
    CHECK(pki::der_of_ber(from_hex("24800402AABB0401CC0000")) == from_hex("0403AABBCC"));
    CHECK(pki::der_of_ber(from_hex("3081020500")) == from_hex("30020500"));
    for (const char* const bad : {"", "30", "3080", "0480AA0000", "0000", "30800000FF", "24800201AA0000",
             "3084FFFFFFFF", "30020500FF", "1FFFFFFF0100", "3089000000000000000001"}) {
        CAPTURE(bad);
        CHECK(error_of([&] { pki::der_of_ber(from_hex(bad)); }) == Errc::malformed_tlv);
    }
    Bytes deep;
    for (unsigned i = 0; i < 1000; ++i)
        append(deep, from_hex("3080"));
    CHECK(error_of([&] { pki::der_of_ber(deep); }) == Errc::malformed_tlv);
}

TEST_CASE("leniency: attributes out of order; the signature is over the DER SET OF")
{
    const Bytes attributes = at(signed_specimen(), {1, 0, 4, 0, 3});
    tlv::Reader reader{tlv::only(attributes, tlv::Tag{0xA0})};
    const Bytes first = to_bytes(reader.next().whole);
    const ByteView rest = tlv::only(attributes, tlv::Tag{0xA0}).subspan(first.size());
    const Bytes rotated = put(signed_specimen(), {1, 0, 4, 0, 3}, tlv::encode(tlv::Tag{0xA0}, {rest, first}));
    const Bytes own = signed_specimen();
    const Bytes cms = put(own, {1, 0, 4, 0, 3}, at(rotated, {1, 0, 4, 0, 3}));
    CHECK(error_of([&] { pki::SignedData::parse(cms); }) == Errc::malformed_data);
    const auto data = pki::SignedData::parse(cms, Leniency::foreign_legacy);
    CHECK(data.allowances() == pki::Allowances{Allowance::attribute_order});
}

TEST_CASE("leniency: SHA-1 in the signature's and in the attributes' hash")
{
    const Bytes sha1 = from_hex("300906052B0E03021A0500");
    Bytes cms = put(signed_specimen(), {1, 0, 4, 0, 4}, from_hex("300906072A8648CE3D0401"));
    cms = signed_anew(cms, EVP_sha1());
    CHECK(error_of([&] { pki::SignedData::parse(cms); }) == Errc::unsupported);
    const auto two = pki::SignedData::parse(cms, Leniency::foreign_legacy);
    CHECK(two.allowances() == pki::Allowances{Allowance::weak_hash, Allowance::two_hashes});
    CHECK(two.signature_is_valid());
    expect_refused(
        put(signed_specimen(), {1, 0, 4, 0, 2}, from_hex("300A06082A864886F70D0205")), Errc::unsupported); // MD5
}

TEST_CASE("leniency: ECDSA with NULL parameters")
{
    const Bytes with_null = from_hex("300C06082A8648CE3D0403020500");
    expect_allowed(
        put(signed_specimen(), {1, 0, 4, 0, 4}, with_null), Allowance::null_parameters, Errc::malformed_data);
    const Bytes with_text = from_hex("300D06082A8648CE3D0403020C0141");
    expect_refused(put(signed_specimen(), {1, 0, 4, 0, 4}, with_text), Errc::malformed_data);
}

TEST_CASE("leniency: versions")
{
    expect_allowed(put(signed_specimen(), {1, 0, 4, 0, 0}, from_hex("020103")), Allowance::signed_data_version,
        Errc::malformed_data);
    expect_refused(put(signed_specimen(), {1, 0, 4, 0, 0}, from_hex("020102")), Errc::malformed_data);
    for (const char* const version : {"020100", "020101", "020102", "020104", "020105", "0201FF"})
        expect_refused(put(signed_specimen(), {1, 0, 0}, from_hex(version)),
            std::string_view{version} == "0201FF" ? Errc::malformed_tlv : Errc::malformed_data);
}

TEST_CASE("leniency: version 1 goes with id-data alone, and the content type must be told in the attributes")
{
    const Bytes as_data = put(put(signed_specimen(), {1, 0, 2, 0}, plain_data.encode()), {1, 0, 0}, from_hex("020101"));
    expect_refused(as_data, Errc::malformed_data); // the attribute says something else
    const Bytes attribute = tlv::encode(tlv::asn1::sequence,
        {tlv::Oid{"1.2.840.113549.1.9.3"}.encode(), tlv::encode(tlv::asn1::set, plain_data.encode())});
    Bytes cms = put(as_data, {1, 0, 4, 0, 3, 0}, attribute);
    cms = signed_anew(cms, EVP_sha256());
    const auto data = pki::SignedData::parse(cms, Leniency::foreign_legacy);
    CHECK(data.content_type() == plain_data);
    CHECK(data.signature_is_valid());
    CHECK(error_of([&] { pki::SignedData::parse(cms); }) == Errc::malformed_data);
}

TEST_CASE("leniency: an issuer name whose parts stand in another order")
{
    const Bytes cms = signed_specimen();
    Bytes reversed;
    const Bytes name = at(cms, {1, 0, 4, 0, 1, 0});
    tlv::Reader parts{tlv::only(name, tlv::asn1::sequence)};
    while (!parts.at_end())
        reversed = concat({parts.next().whole, reversed});
    const Bytes other = put(cms, {1, 0, 4, 0, 1, 0}, tlv::encode(tlv::asn1::sequence, reversed));
    expect_allowed(other, Allowance::signer_name_order, Errc::malformed_data);
    const Bytes shorter = test::edit_der(cms, {1, 0, 4, 0, 1, 0, 0}, test::nothing);
    expect_refused(shorter, Errc::malformed_data);
    expect_refused(test::edit_der(cms, {1, 0, 4, 0, 1, 0, 0}, test::twice), Errc::malformed_data);
}

TEST_CASE("leniency: more certificates than the signer's; never two signers")
{
    const Bytes cms = test::edit_der(signed_specimen(), {1, 0, 3, 0}, [](const Bytes& own) {
        return concat({own, document_pki().csca.der()});
    });
    expect_allowed(cms, Allowance::several_certificates, Errc::malformed_tlv);
    CHECK(pki::SignedData::parse(cms, Leniency::foreign_legacy).certificates().size() == 2);
    expect_refused(test::edit_der(signed_specimen(), {1, 0, 4, 0}, test::twice), Errc::malformed_tlv);
}

TEST_CASE("leniency: a list of digests that lacks the signer's")
{
    const Bytes sha512 = from_hex("310D300B0609608648016503040203");
    expect_allowed(put(signed_specimen(), {1, 0, 1}, sha512), Allowance::digest_list, Errc::malformed_data);
}

TEST_CASE("leniency: serial numbers of zero and below")
{
    for (const long serial : {0L, -1L, -5'000'000'000L}) {
        const Bytes der =
            certificate_with([&](X509* x509) { ASN1_INTEGER_set_int64(X509_get_serialNumber(x509), serial); });
        CHECK(error_of([&] { pki::Certificate::parse(der); }) == Errc::malformed_data);
        const auto certificate = pki::Certificate::parse(der, Leniency::foreign_legacy);
        CHECK(certificate.allowances() == pki::Allowances{Allowance::serial_number});
        CHECK(pki::is_signed_by(certificate, document_pki().csca));
    }
}

TEST_CASE("leniency: weak keys are told, hopeless ones never count")
{
    const auto weaknesses = [](int bits, unsigned long exponent) {
        EVP_PKEY* key = nullptr;
        EVP_PKEY_CTX* const context = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nullptr);
        BIGNUM* const e = BN_new();
        BN_set_word(e, exponent);
        REQUIRE(EVP_PKEY_keygen_init(context) == 1);
        EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits);
        EVP_PKEY_CTX_set1_rsa_keygen_pubexp(context, e);
        REQUIRE(EVP_PKEY_keygen(context, &key) == 1);
        const auto certificate =
            pki::Certificate::parse(certificate_with([&](X509* x509) { X509_set_pubkey(x509, key); }));
        BN_free(e);
        EVP_PKEY_CTX_free(context);
        EVP_PKEY_free(key);
        return certificate.weaknesses();
    };
    CHECK(weaknesses(2048, 65'537) == pki::Allowances{});
    CHECK(weaknesses(2048, 3) == pki::Allowances{Allowance::small_exponent});
    CHECK(weaknesses(1024, 65'537) == pki::Allowances{Allowance::weak_key});
    CHECK(weaknesses(768, 65'537) == std::nullopt);
}

TEST_CASE("leniency: a key on a curve that has a name, but that no document is signed on, never counts")
{
    const auto weaknesses = [](const char* curve) {
        EVP_PKEY* const key = EVP_EC_gen(curve);
        REQUIRE(key != nullptr);
        const auto certificate = pki::Certificate::parse(
            certificate_with([&](X509* x509) { X509_set_pubkey(x509, key); }), Leniency::foreign_legacy);
        EVP_PKEY_free(key);
        CHECK(certificate.weaknesses() == certificate.key_weaknesses());
        return certificate.weaknesses();
    };
    for (const char* const known :
        {"P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP320r1", "brainpoolP384r1", "brainpoolP512r1"})
        CHECK(weaknesses(known) == pki::Allowances{});
    CHECK(weaknesses("P-224") == pki::Allowances{Allowance::weak_key});
    CHECK(weaknesses("brainpoolP224r1") == pki::Allowances{Allowance::weak_key});
    for (const char* const unknown : {"secp256k1", "brainpoolP256t1", "sect283r1", "P-192", "SM2"})
        CHECK(weaknesses(unknown) == std::nullopt);
}

TEST_CASE("leniency: every allowance has a name of its own")
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(Allowance::security_object_version); ++i)
        names.insert(pki::name(static_cast<Allowance>(i)));
    CHECK(names.size() == static_cast<std::size_t>(Allowance::security_object_version) + 1);
    CHECK(!names.contains(""));
}
