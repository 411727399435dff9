// SPDX-License-Identifier: Apache-2.0
// Documents of other states as they are in the field: each allowance of docs/passive-authentication.md from a document
// that is made here. It is genuine under foreign_documents and says so; the same on a card of ours never is.
#include "foreign_specimen.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/tlv/integer.hpp"
#include "card/trust/proven_signers.hpp"

#include <algorithm>
#include <set>

namespace {

using namespace zoo;
namespace asn1 = tlv::asn1;
using card::Errc;
using pki::Allowance;
using trust::CheckId;
using trust::Overall;

void sign_with(Specimen& card, const std::function<void(Cms&)>& spoil)
{
    Cms cms = card.cms();
    spoil(cms);
    card.sign(cms);
}

Bytes reversed(const Bytes& constructed)
{
    tlv::Reader outer{constructed};
    const tlv::Element element = outer.next();
    tlv::Reader children{element.value};
    Bytes content;
    while (!children.at_end())
        content = card::concat({children.next().whole, content});
    return tlv::encode(element.tag, content);
}

/// Form 80 for the length, two zeros at the end. [X.690] §8.1.3.6
void ber(Specimen& card)
{
    const Bytes file = card.evidence.sod.content;
    tlv::Reader reader{file};
    card.evidence.sod = FileReading::of(card::concat({Bytes{0x77, 0x80}, reader.next().value, Bytes{0x00, 0x00}}));
}

void sha1(Specimen& card)
{
    sign_with(card, [](Cms& cms) {
        cms.digest = EVP_sha1();
        cms.scheme = Scheme::ecdsa(EVP_sha1());
        cms.set_attributes();
    });
}

void id_data(Specimen& card)
{
    sign_with(card, [](Cms& cms) {
        cms.content_type = tlv::Oid{"1.2.840.113549.1.7.1"};
        cms.set_attributes();
    });
}

void issuer_backwards(Specimen& card)
{
    sign_with(card, [](Cms& cms) { cms.signer_identifier = test::edit_der(cms.signer_identifier, {0}, reversed); });
}

void ecdsa_with_null(Specimen& card)
{
    sign_with(card, [](Cms& cms) {
        tlv::Reader reader{tlv::only(cms.scheme.identifier, asn1::sequence)};
        const ByteView oid = reader.expect_whole(asn1::oid);
        cms.scheme.identifier = tlv::encode(asn1::sequence, {oid, tlv::encode(asn1::null, ByteView{})});
    });
}

void serial_below_zero(Specimen& card)
{
    const Bytes minus_one = tlv::encode(asn1::integer, Bytes{0xFF});
    const Bytes der =
        reissued(card.content.pki.signer, {{tbs::serial, always(minus_one)}}, AnyKey::of(card.content.pki.csca_key));
    sign_with(card, [&](Cms& cms) {
        cms.certificates = {der};
        cms.signer_identifier = test::edit_der(cms.signer_identifier, {1}, always(minus_one));
    });
}

void other_key_identifier(Specimen& card)
{
    const Bytes identifier = tlv::encode(asn1::sequence, tlv::encode(tlv::Tag{0x80}, Bytes(20, 0xAA)));
    card.sign_with_changed_signer({{tbs::extensions, with_extension("2.5.29.35", false, identifier)}});
}

/// The signer's certificate with another value of this extension, truly issued. Only foreign_legacy reads it.
void other_extension(Specimen& card, const Change& change)
{
    const Bytes der =
        reissued(card.content.pki.signer, {{tbs::extensions, change}}, AnyKey::of(card.content.pki.csca_key));
    sign_with(card, [&](Cms& cms) { cms.certificates = {der}; });
}

/// What the signer's certificate has or may have there, but critical. [9303-12] §7.1.1
template <const char* Oid>
void made_critical(Specimen& card)
{
    const Bytes empty = tlv::encode(asn1::sequence, ByteView{});
    other_extension(card, with_extension(Oid, true, card.content.pki.signer.extension(Oid).value_or(empty)));
}

template <const char* Oid, std::uint8_t... Value>
void unreadable(Specimen& card)
{
    other_extension(card, with_extension(Oid, false, Bytes{Value...}));
}

constexpr char subject_key_id[] = "2.5.29.14";
constexpr char private_key_usage[] = "2.5.29.16";
constexpr char subject_names[] = "2.5.29.17";
constexpr char issuer_names[] = "2.5.29.18";
constexpr char distribution_points[] = "2.5.29.31";
constexpr char authority_key_id[] = "2.5.29.35";
constexpr char name_change[] = "2.23.136.1.1.6.1";
constexpr char document_types[] = "2.23.136.1.1.6.2";

/// keyUsage is critical: TRUE as 01. [X.690] §8.2.2, §11.1
void true_is_one(Specimen& card)
{
    other_extension(card, [](const Bytes& extensions) {
        return test::replaced(extensions, Bytes{0x01, 0x01, 0xFF}, Bytes{0x01, 0x01, 0x01});
    });
}

/// Two segments, each length definite. [X.690] §8.7.3
void content_in_segments(Specimen& card)
{
    card.edit_sod({1, 0, 2, 1, 0}, [](const Bytes& whole) {
        const ByteView content = tlv::only(whole, asn1::octet_string);
        return tlv::encode(tlv::Tag{0x24},
            {tlv::encode(asn1::octet_string, content.first(20)), tlv::encode(asn1::octet_string, content.subspan(20))});
    });
}

template <const char* Type>
void content_type(Specimen& card)
{
    sign_with(card, [](Cms& cms) {
        cms.content_type = tlv::Oid{Type};
        cms.set_attributes();
    });
}

constexpr char french_type[] = "1.3.27.1.1.1";
constexpr char dutch_type[] = "1.2.528.1.1006.1.20.1";

void signed_as_they_stand(Specimen& card)
{
    sign_with(card, [](Cms& cms) { std::reverse(cms.attributes->begin(), cms.attributes->end()); });
}

void curve_written_as(Specimen& card, std::initializer_list<unsigned> path, const Change& change)
{
    const Bytes whole = pki::encode_spki(card.content.pki.signer_key.public_key(), pki::CurveForm::spelled_out);
    card.sign_with_key_written_as(
        test::edit_der(whole, path, change), AnyKey::of(card.content.pki.signer_key), Scheme::ecdsa());
}

/// x, and the parity of y. [SEC1] §2.3.3
Bytes compressed(const Bytes& whole)
{
    const ByteView point = tlv::only(whole, asn1::octet_string);
    const std::uint8_t form = (point.back() & 1) != 0 ? 0x03 : 0x02;
    return tlv::encode(asn1::octet_string, {Bytes{form}, point.subspan(1, (point.size() - 1) / 2)});
}

template <const char* Parameters>
void named_by_the_key(Specimen& card)
{
    const std::string_view parameters = Parameters;
    const Bytes written = parameters.empty() ? Bytes{} : tlv::Oid{parameters}.encode();
    sign_with(card, [&](Cms& cms) {
        cms.scheme.identifier = tlv::encode(asn1::sequence, {tlv::Oid{"1.2.840.10045.2.1"}.encode(), written});
    });
}

constexpr char no_parameters[] = "";
constexpr char p256[] = "1.2.840.10045.3.1.7";

/// The identifier says SHA-384, the signature is by the digest's SHA-256.
void hash_of_the_digest(Specimen& card)
{
    sign_with(card, [](Cms& cms) { cms.scheme.identifier = Scheme::ecdsa(EVP_sha384()).identifier; });
}

void csca_without_basic_constraints(Specimen& card)
{
    const Bytes der = reissued(card.content.pki.csca, {{tbs::extensions, without_extension("2.5.29.19")}},
        AnyKey::of(card.content.pki.csca_key));
    card.trust_data.anchors = {};
    CHECK(test::error_of([&] { card.trust_data.anchors.add(der); }) == Errc::trust_data_invalid);
    card.trust_data.anchors.add(der, pki::Leniency::foreign_legacy);
}

struct Deviation {
    Allowance allowance;
    const char* what;
    void (*make)(Specimen& card);
};

const std::vector<Deviation>& deviations()
{
    static const std::vector<Deviation> all{{Allowance::ber_encoding, "EF.SOD of indefinite length", ber},
        {Allowance::attribute_order, "signed attributes out of order",
            [](Specimen& card) {
                card.edit_sod({1, 0, 4, 0, 3}, reversed);
            }},
        {Allowance::ber_encoding, "the content in segments", content_in_segments},
        {Allowance::ber_encoding, "TRUE as 01 in the signer's certificate", true_is_one},
        {Allowance::attribute_order, "signed attributes out of order, signed as they stand", signed_as_they_stand},
        {Allowance::weak_hash, "SHA-1", sha1},
        {Allowance::weak_key, "RSA of 1024 bits",
            [](Specimen& card) { card.sign_with_other_key(AnyKey::rsa(1024), Scheme::rsa()); }},
        {Allowance::weak_key, "P-224",
            [](Specimen& card) { card.sign_with_other_key(AnyKey::on_curve("P-224"), Scheme::ecdsa()); }},
        {Allowance::small_exponent, "RSA exponent 3",
            [](Specimen& card) { card.sign_with_other_key(AnyKey::rsa(2048, 3), Scheme::rsa()); }},
        {Allowance::data_content_type, "eContentType id-data", id_data},
        {Allowance::early_content_type, "eContentType of French and Belgian passports", content_type<french_type>},
        {Allowance::early_content_type, "eContentType of Dutch specimens", content_type<dutch_type>},
        {Allowance::signed_data_version, "SignerInfo of version 3 with issuer and serial number",
            [](Specimen& card) { sign_with(card, [](Cms& cms) { cms.signer_version = 3; }); }},
        {Allowance::security_object_version, "LDSSecurityObject of version 1 without versions",
            [](Specimen& card) {
                card.sign_content(test::edit_der(card.cms().content, {0}, always(tlv::encode_integer(1))));
            }},
        {Allowance::signer_name_order, "the issuer's name backwards", issuer_backwards},
        {Allowance::several_certificates, "the CSCA beside the signer",
            [](Specimen& card) {
                sign_with(card, [&](Cms& cms) { cms.certificates.push_back(card.content.pki.csca.der()); });
            }},
        {Allowance::digest_list, "digestAlgorithms names SHA-512",
            [](Specimen& card) {
                card.edit_sod({1, 0, 1}, always(tlv::encode(asn1::set, hash_identifier(EVP_sha512()))));
            }},
        {Allowance::null_parameters, "ECDSA with NULL", ecdsa_with_null},
        {Allowance::pss_parameters, "a salt of 20 bytes with SHA-256",
            [](Specimen& card) { card.sign_with_other_key(AnyKey::rsa(2048), Scheme::pss(20)); }},
        {Allowance::pss_parameters, "no salt",
            [](Specimen& card) { card.sign_with_other_key(AnyKey::rsa(2048), Scheme::pss(0)); }},
        {Allowance::pss_parameters, "a mask by SHA-1",
            [](Specimen& card) {
                card.sign_with_other_key(AnyKey::rsa(2048), Scheme::pss(32, EVP_sha256(), EVP_sha1()));
            }},
        {Allowance::two_hashes, "a signature by SHA-384 over a digest by SHA-256",
            [](Specimen& card) { sign_with(card, [](Cms& cms) { cms.scheme = Scheme::ecdsa(EVP_sha384()); }); }},
        {Allowance::two_hashes, "a signature by the digest's hash that names another", hash_of_the_digest},
        {Allowance::signature_identifier, "id-ecPublicKey as signature algorithm", named_by_the_key<no_parameters>},
        {Allowance::signature_identifier, "the same with the curve", named_by_the_key<p256>},
        {Allowance::curve_parameters, "a curve without cofactor",
            [](Specimen& card) {
                curve_written_as(card, {0, 1, 5}, test::nothing);
            }},
        {Allowance::curve_parameters, "a curve whose generator is compressed",
            [](Specimen& card) {
                curve_written_as(card, {0, 1, 3}, compressed);
            }},
        {Allowance::serial_number, "the serial number -1", serial_below_zero},
        {Allowance::key_identifier, "another key identifier than the CSCA's", other_key_identifier},
        {Allowance::issuer_name_order, "the name of the CSCA backwards in the signer's certificate",
            [](Specimen& card) {
                card.sign_with_changed_signer({{tbs::issuer, reversed}});
            }},
        {Allowance::malformed_extension, "a key identifier without its OCTET STRING",
            [](Specimen& card) { other_extension(card, with_extension(subject_key_id, false, Bytes(20, 0xAA))); }},
        {Allowance::malformed_extension, "a period of key usage that is none",
            unreadable<private_key_usage, 0x30, 0x06, 0x80, 0x04, 0x32, 0x30, 0x32, 0x36>},
        {Allowance::malformed_extension, "alternative names that are none", unreadable<subject_names, 0x05, 0x00>},
        {Allowance::malformed_extension, "a distribution point without a place",
            unreadable<distribution_points, 0x30, 0x02, 0x30, 0x00>},
        {Allowance::malformed_extension, "the issuer's key identifier bare",
            unreadable<authority_key_id, 0x80, 0x01, 0x41>},
        {Allowance::critical_extension, "critical key identifier", made_critical<subject_key_id>},
        {Allowance::critical_extension, "critical key identifier of the issuer", made_critical<authority_key_id>},
        {Allowance::critical_extension, "critical period of key usage", made_critical<private_key_usage>},
        {Allowance::critical_extension, "critical names of the issuer", made_critical<issuer_names>},
        {Allowance::critical_extension, "critical change of name", made_critical<name_change>},
        {Allowance::critical_extension, "critical list of document types", made_critical<document_types>},
        {Allowance::no_basic_constraints, "a CSCA without basicConstraints", csca_without_basic_constraints}};
    return all;
}

/// All that reading EF.SOD and climbing to the CSCA let pass.
pki::Allowances allowances_of(const Specimen& card)
{
    const lds::Sod sod =
        lds::decode_sod(card.evidence.sod.content, pki::CmsOptions{.leniency = pki::Leniency::foreign_legacy});
    pki::Allowances all = sod.allowances;
    const auto chain = trust::find_chain(sod.signed_data.signer(), card.trust_data.anchors);
    REQUIRE(chain.signer);
    all.insert(chain.signer->allowances.begin(), chain.signer->allowances.end());
    return all;
}

} // namespace

TEST_CASE("foreign documents: a good one is genuine without a remark, here and not where only ours are taken")
{
    Specimen card = foreign_card();
    const auto verdict = card.verdict();
    CHECK(verdict.overall == Overall::genuine);
    for (const trust::Check& check : verdict.checks)
        CHECK(!check.remark);
    card.policy.foreign_documents = false;
    test::expect(card.verdict(), Overall::not_genuine, CheckId::chain, Errc::country_mismatch);
}

TEST_CASE("foreign documents: each allowance, from a document that needs it and no other")
{
    for (const Deviation& deviation : deviations()) {
        CAPTURE(deviation.what);
        Specimen card = foreign_card();
        deviation.make(card);
        CHECK(allowances_of(card) == pki::Allowances{deviation.allowance});
        const auto verdict = card.verdict();
        CHECK(trust::name(verdict.overall) == "genuine");
        CHECK(std::ranges::any_of(
            verdict.checks, [](const trust::Check& check) { return check.remark == Errc::legacy_rules; }));
        // what the signature is over can be changed under no leniency
        card.evidence.groups.at(1).content.back() ^= 0x01;
        CHECK(card.verdict().overall == Overall::not_genuine);
    }
}

TEST_CASE("foreign documents: no allowance makes a card of ours genuine")
{
    for (const Deviation& deviation : deviations()) {
        CAPTURE(deviation.what);
        Specimen card = our_card();
        deviation.make(card);
        const auto verdict = card.verdict();
        CHECK(verdict.overall != Overall::genuine);
        CHECK((verdict.state(CheckId::sod_signature) != trust::State::passed ||
               verdict.state(CheckId::chain) != trust::State::passed));
        card.policy.foreign_documents = false;
        CHECK(card.verdict().overall != Overall::genuine);
    }
}

TEST_CASE("foreign documents: every allowance has one")
{
    std::set<Allowance> met;
    for (const Deviation& deviation : deviations())
        met.insert(deviation.allowance);
    CHECK(met.size() == static_cast<std::size_t>(Allowance::security_object_version) + 1);
}

TEST_CASE("foreign documents: DG13 is each state's own and says nothing of the validity")
{
    Specimen card = foreign_card();
    card.put(13, Bytes{0x6D, 0x03, 0x04, 0x01, 0x00});
    const auto verdict = card.verdict();
    CHECK(trust::name(verdict.overall) == "genuine");
    CHECK(verdict.state(CheckId::document_validity) == trust::State::passed);
    card.today = parse_date("20400101");
    test::expect(card.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_expired);
}
