// SPDX-License-Identifier: Apache-2.0
#include "card/pki/certificate.hpp"

#include "support/der_editor.hpp"
#include "support/document_pki.hpp"
#include "support/real_data.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/pki/path.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::at;
using test::document_pki;
using test::error_of;

namespace {

std::string extension_hex(const pki::Certificate& certificate, std::string_view oid)
{
    const auto value = certificate.extension(oid);
    return value ? to_hex(*value) : "absent";
}

/// The certificates of a master list. [9303-12] §8.2: ContentInfo, SignedData, encapsulated {version, SET OF cert}
std::vector<Bytes> certificates_of(const Bytes& master_list)
{
    namespace asn1 = tlv::asn1;
    tlv::Reader info{tlv::only(master_list, asn1::sequence)};
    info.expect(asn1::oid);
    tlv::Reader data{tlv::only(info.expect(tlv::Tag{0xA0}), asn1::sequence)};
    data.expect(asn1::integer);
    data.expect(asn1::set);
    tlv::Reader content{data.expect(asn1::sequence)};
    content.expect(asn1::oid);
    tlv::Reader list{tlv::only(tlv::only(content.expect(tlv::Tag{0xA0}), asn1::octet_string), asn1::sequence)};
    list.expect(asn1::integer);
    tlv::Reader set{list.expect(asn1::set)};
    std::vector<Bytes> certificates;
    while (!set.at_end())
        certificates.push_back(to_bytes(set.expect_whole(asn1::sequence)));
    return certificates;
}

} // namespace

TEST_CASE("csca: the profile of [9303-12] §7.1")
{
    const pki::Certificate& csca = document_pki().csca;
    CHECK(csca.subject() == csca.issuer());
    CHECK(csca.subject_country() == "LA");
    CHECK(csca.subject_common_name() == "CSCA");
    CHECK(csca.subject_serial_number() == "001");
    CHECK(csca.may_only({pki::KeyUsage::key_cert_sign, pki::KeyUsage::crl_sign}));
    CHECK(csca.is_authority());
    CHECK(csca.path_length() == 0u);
    CHECK(csca.subject_key_id()->size() == 20);
    CHECK(!csca.has_unknown_critical_extension());
    CHECK(csca.has_strong_signature());
    CHECK(csca.private_key_usage()->not_after == at(2030, 1, 1));
    CHECK(pki::is_signed_by(csca, csca));
    CHECK(extension_hex(csca, "2.5.29.17") == extension_hex(csca, "2.5.29.18"));
    CHECK(extension_hex(csca, "2.5.29.17").find("310c300a060355040713034c414f") != std::string::npos);
    CHECK(
        extension_hex(csca, "2.5.29.31").find(to_hex(as_bytes("http://crl.example.la/csca.crl"))) != std::string::npos);
}

TEST_CASE("csca: the public key is written out with its cofactor")
{
    const pki::Certificate& csca = document_pki().csca;
    CHECK(csca.ec_public_key() == document_pki().csca_key.public_key());
    CHECK(csca.spki() == pki::encode_spki(csca.ec_public_key(), pki::CurveForm::spelled_out));
}

TEST_CASE("csca: times up to 2049 are UTCTime, later ones GeneralizedTime")
{
    const pki::Certificate& csca = document_pki().csca;
    CHECK(csca.validity().not_before == at(2026, 1, 1));
    CHECK(csca.validity().not_after == at(2056, 1, 1));
    const std::string der = to_hex(csca.der());
    CHECK(der.find("170d" + to_hex(as_bytes("260101000000Z"))) != std::string::npos);
    CHECK(der.find("180f" + to_hex(as_bytes("20560101000000Z"))) != std::string::npos);
}

TEST_CASE("document signer: the profile of [9303-12] §7.1")
{
    const pki::Certificate& signer = document_pki().signer;
    CHECK(pki::names_issuer(signer, document_pki().csca));
    CHECK(pki::is_signed_by(signer, document_pki().csca));
    CHECK(signer.authority_key_id() == document_pki().csca.subject_key_id());
    CHECK(signer.may_only({pki::KeyUsage::digital_signature}));
    CHECK(!signer.is_authority());
    CHECK(!signer.extension("2.5.29.19")); // basicConstraints must be absent
    CHECK(signer.private_key_usage()->not_after == at(2026, 12, 31));
    CHECK(extension_hex(signer, "2.23.136.1.1.6.2") == "300902010031041302" + to_hex(as_bytes("ID")));
    CHECK(signer.spki() == pki::encode_spki(signer.ec_public_key(), pki::CurveForm::spelled_out));
}

TEST_CASE("certificates: serial numbers are 16 bytes, positive and random")
{
    const Bytes a = document_pki().csca.serial_number();
    const Bytes b = document_pki().signer.serial_number();
    CHECK(a.size() == 16);
    CHECK(b.size() == 16);
    CHECK(a != b);
    CHECK((a[0] & 0x80) == 0);
}

TEST_CASE("certificates: another issuer of the same name and key identifier did not sign")
{
    const test::DocumentPki& ours = document_pki();
    const auto rogue_key = pki::SigningKey::generate(crypto::Curve::p256);
    const auto rogue = pki::make_csca(test::csca_content(), rogue_key, crypto::system_random());
    CHECK(rogue.subject() == ours.csca.subject());
    CHECK(!pki::names_issuer(ours.signer, rogue)); // the key identifiers differ
    CHECK(!pki::is_signed_by(ours.signer, rogue));
}

TEST_CASE("certificates: keys that follow one another on a curve verify what each of them signed")
{
    const test::DocumentPki& ours = document_pki();
    for (int i = 0; i < 20; ++i) {
        const test::DocumentPki other;
        const auto again = pki::Certificate::parse(other.csca.der()); // its key is one that was given back
        CHECK(pki::is_signed_by(other.signer, again));
        CHECK(!pki::is_signed_by(ours.signer, again));
        CHECK(pki::is_signed_by(again, again));
    }
    CHECK(pki::is_signed_by(ours.signer, ours.csca));
}

TEST_CASE("certificates: every truncation and a trailing byte are refused")
{
    CHECK(test::refuses_other_lengths(document_pki().signer.der(), [](ByteView der) { pki::Certificate::parse(der); }));
}

TEST_CASE("certificates: a public key on a curve with another generator is refused")
{
    const Bytes generator = crypto::Group{crypto::Curve::p256}.generator().encode();
    const Bytes bad =
        test::replaced(document_pki().csca.der(), generator, document_pki().csca_key.public_key().encode());
    CHECK(error_of([&] { return pki::Certificate::parse(bad); }) == Errc::key_rejected);
}

TEST_CASE("certificates: an unknown critical extension is noticed")
{
    // the signer's DocumentTypeList, the last extension, made critical
    const Bytes critical = test::edit_der(document_pki().signer.der(), {0, 7, 0, 7}, [](const Bytes& extension) {
        return test::edit_der(extension, {0}, [](const Bytes& oid) { return concat({oid, from_hex("0101FF")}); });
    });
    CHECK(pki::Certificate::parse(critical).has_unknown_critical_extension());
    CHECK(!pki::is_signed_by(pki::Certificate::parse(critical), document_pki().csca));
}

TEST_CASE("certificates: genuine odd ones are read or refused, never worse" * doctest::skip(!test::have_real_data()))
{
    unsigned read = 0;
    unsigned refused = 0;
    for (const auto& file : test::real_files("certificates-odd")) {
        CAPTURE(file.first);
        const auto error = error_of([&] { return pki::Certificate::parse(file.second).validity(); });
        ++(error ? refused : read);
    }
    CHECK(read + refused == 18);
}

TEST_CASE("certificates: the CSCAs of two published master lists are read, and the self-signed ones verify" *
          doctest::skip(!test::have_real_data()))
{
    unsigned read = 0;
    unsigned verified = 0;
    for (const std::string list : {"DE_ML_2024-08-07-07-38-24.ml", "NL_ML_2025-07-29.ml"})
        for (const Bytes& der : certificates_of(test::real_file("master-lists/" + list))) {
            const auto certificate = pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
            verified += pki::is_signed_by(certificate, certificate) ? 1 : 0;
            ++read;
        }
    CHECK(read == 541 + 394);
    CHECK(verified > 700); // the others are link certificates
}
