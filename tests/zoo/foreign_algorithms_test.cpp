// SPDX-License-Identifier: Apache-2.0
// Algorithms and keys of documents of other states: what both sets of rules take, and what this version cannot judge.
// The latter leaves a document undetermined, for the reason that is told; it is no forgery.
#include "foreign_specimen.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/tlv/integer.hpp"
#include "card/trust/proven_signers.hpp"

namespace {

using namespace zoo;
namespace asn1 = tlv::asn1;
using card::Errc;
using pki::Allowance;
using trust::CheckId;
using trust::Overall;

Bytes identifier(const char* oid, ByteView parameters = {})
{
    return tlv::encode(asn1::sequence, {tlv::Oid{oid}.encode(), parameters});
}

Bytes null()
{
    return tlv::encode(asn1::null, ByteView{});
}

Scheme named(Scheme scheme, Bytes written)
{
    scheme.identifier = std::move(written);
    return scheme;
}

/// A good document of ours and of a neighbour, and no remark on either.
void expect_good(void (*make)(Specimen& card))
{
    for (Specimen card : {Specimen{}, our_card(), foreign_card()}) {
        make(card);
        const auto verdict = card.verdict();
        CHECK(trust::name(verdict.overall) == "genuine");
        for (const trust::Check& check : verdict.checks)
            CHECK(!check.remark);
    }
}

/// Undetermined where documents of other states are taken; the same on a card of ours never counts.
void expect_unsupported(CheckId id, const std::function<void(Specimen&)>& make)
{
    Specimen foreign = foreign_card();
    make(foreign);
    test::expect(foreign.verdict(), Overall::undetermined, id, Errc::unsupported);
    Specimen ours;
    make(ours);
    CHECK(ours.verdict().overall != Overall::genuine);
    ours.policy.foreign_documents = true;
    CHECK(ours.verdict().overall != Overall::genuine);
}

/// The signer's curve written out, but for this.
void sign_on_changed_curve(Specimen& card, std::initializer_list<unsigned> path, const Change& change)
{
    const Bytes whole = pki::encode_spki(card.content.pki.signer_key.public_key(), pki::CurveForm::spelled_out);
    card.sign_with_key_written_as(
        test::edit_der(whole, path, change), AnyKey::of(card.content.pki.signer_key), Scheme::ecdsa());
}

Bytes flipped(Bytes element)
{
    element.back() ^= 0x01;
    return element;
}

/// Parameters of RSASSA-PSS with this trailer field.
Bytes with_trailer(const Scheme& scheme, unsigned trailer)
{
    return test::edit_der(scheme.identifier, {1}, [&](const Bytes& parameters) {
        return tlv::encode(asn1::sequence,
            {tlv::only(parameters, asn1::sequence), tlv::encode(tlv::Tag{0xA3}, tlv::encode_integer(trailer))});
    });
}

} // namespace

TEST_CASE("foreign algorithms: rsaEncryption as signature algorithm, whose hash is that of the digest")
{
    expect_good([](Specimen& card) {
        card.sign_with_other_key(AnyKey::rsa(2048), named(Scheme::rsa(), identifier("1.2.840.113549.1.1.1", null())));
    });
}

TEST_CASE("foreign algorithms: SHA-224")
{
    expect_good([](Specimen& card) {
        Cms cms = card.cms();
        cms.digest = EVP_sha224();
        cms.scheme = Scheme::ecdsa(EVP_sha224());
        cms.set_attributes();
        card.sign(cms);
    });
}

TEST_CASE("foreign algorithms: RSASSA-PSS with the trailer field 1 written out")
{
    expect_good([](Specimen& card) {
        card.sign_with_other_key(AnyKey::rsa(2048), named(Scheme::pss(32), with_trailer(Scheme::pss(32), 1)));
    });
}

TEST_CASE("foreign algorithms: RSASSA-PSS without parameters, or with another trailer field, is unsupported")
{
    const AnyKey key = AnyKey::rsa(2048);
    for (const Bytes& written :
        {identifier("1.2.840.113549.1.1.10"), with_trailer(Scheme::pss(32), 2), with_trailer(Scheme::pss(32), 0)})
        expect_unsupported(CheckId::sod_signature,
            [&](Specimen& card) { card.sign_with_other_key(key, named(Scheme::pss(32), written)); });
}

TEST_CASE("foreign algorithms: sha1WithRSASignature by OIW's identifier")
{
    Specimen card = foreign_card();
    card.sign_with_other_key(AnyKey::rsa(2048), named(Scheme::rsa(EVP_sha1()), identifier("1.3.14.3.2.29", null())));
    const auto verdict = card.verdict();
    CHECK(trust::name(verdict.overall) == "genuine");
    const auto sod = lds::decode_sod(card.evidence.sod.content, {.leniency = pki::Leniency::foreign_legacy});
    CHECK(sod.allowances == pki::Allowances{Allowance::weak_hash, Allowance::signature_identifier});
    CHECK(test::error_of([&] { lds::decode_sod(card.evidence.sod.content); }) == Errc::unsupported);
}

TEST_CASE("foreign algorithms: a signer whose certificate is signed by an unknown algorithm is unsupported")
{
    expect_unsupported(CheckId::chain, [](Specimen& card) {
        const Bytes der = reissued(card.content.pki.signer, {}, AnyKey::of(card.content.pki.csca_key),
            named(Scheme::ecdsa(), identifier("1.2.3.4")));
        Cms cms = card.cms();
        cms.certificates = {der};
        card.sign(cms);
    });
}

TEST_CASE("foreign algorithms: a signer on a curve that no document is signed on is unsupported")
{
    for (const char* const curve : {"P-192", "secp256k1", "brainpoolP256t1"}) {
        CAPTURE(curve);
        const AnyKey key = AnyKey::on_curve(curve);
        expect_unsupported(CheckId::chain, [&](Specimen& card) { card.sign_with_other_key(key, Scheme::ecdsa()); });
    }
}

TEST_CASE("foreign algorithms: an unknown curve that is written out is unsupported, on a card of ours a forgery")
{
    const std::initializer_list<unsigned> prime{0, 1, 1, 1};
    const std::initializer_list<unsigned> coefficient_b{0, 1, 2, 1};
    for (const auto& path : {prime, coefficient_b}) {
        expect_unsupported(CheckId::sod_signature, [&](Specimen& card) { sign_on_changed_curve(card, path, flipped); });
        Specimen ours;
        sign_on_changed_curve(ours, path, flipped);
        test::expect(ours.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
    }
}

TEST_CASE("foreign algorithms: a known curve with another generator, order or cofactor is a forgery everywhere")
{
    const std::initializer_list<unsigned> generator{0, 1, 3};
    const std::initializer_list<unsigned> order{0, 1, 4};
    const std::initializer_list<unsigned> cofactor{0, 1, 5};
    for (const Specimen& card : {Specimen{}, foreign_card()}) {
        const Bytes point = card.content.pki.signer_key.public_key().encode();
        Bytes compressed = card::to_bytes(ByteView{point}.first(33));
        compressed[0] = (point.back() & 1) != 0 ? 0x03 : 0x02;
        const auto expect_forgery = [&](std::initializer_list<unsigned> path, const Change& change) {
            Specimen forged = card;
            sign_on_changed_curve(forged, path, change);
            test::expect(forged.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
        };
        expect_forgery(generator, always(tlv::encode(asn1::octet_string, point)));
        expect_forgery(generator, always(tlv::encode(asn1::octet_string, compressed)));
        expect_forgery(order, flipped);
        expect_forgery(cofactor, always(tlv::encode_integer(2)));
    }
}

TEST_CASE("foreign algorithms: an RSA key of an even exponent signs nothing")
{
    const Bytes spki = test::edit_der(AnyKey::rsa(2048).spki(), {1}, [](const Bytes& bits) {
        const Bytes key = card::to_bytes(tlv::only(bits, asn1::bit_string).subspan(1));
        const Bytes even = test::edit_der(key, {1}, always(tlv::encode_integer(65'536)));
        return tlv::encode(asn1::bit_string, {Bytes{0x00}, even});
    });
    for (Specimen card : {Specimen{}, foreign_card()}) {
        card.sign_with_key_written_as(spki, AnyKey::rsa(2048), Scheme::rsa());
        test::expect(card.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_signature_wrong);
        const Bytes der =
            reissued(card.content.pki.signer, {{tbs::spki, always(spki)}}, AnyKey::of(card.content.pki.csca_key));
        CHECK(pki::Certificate::parse(der, pki::Leniency::foreign_legacy).weaknesses() == std::nullopt);
    }
}

TEST_CASE("foreign algorithms: EF.SOD without its signer's certificate is unsupported, on a card of ours malformed")
{
    const std::initializer_list<unsigned> certificates{1, 0, 3};
    const std::initializer_list<unsigned> certificate{1, 0, 3, 0};
    for (const auto& path : {certificates, certificate}) {
        expect_unsupported(CheckId::sod_signature, [&](Specimen& card) { card.edit_sod(path, test::nothing); });
        Specimen ours;
        ours.edit_sod(path, test::nothing);
        test::expect(ours.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
    }
}
