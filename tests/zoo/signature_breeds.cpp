// SPDX-License-Identifier: Apache-2.0
// Wrong signatures, weak algorithms, and tricks with the signer's curve.
#include "specimen.hpp"

#include "support/tampering.hpp"

#include "card/base/hex.hpp"
#include "card/tlv/integer.hpp"

namespace zoo {

namespace {

namespace asn1 = tlv::asn1;

Bytes flipped(Bytes element)
{
    element.back() ^= 0x01;
    return element;
}

constexpr std::initializer_list<unsigned> content{1, 0, 2, 1, 0};
constexpr std::initializer_list<unsigned> attributes{1, 0, 4, 0, 3};
constexpr std::initializer_list<unsigned> digest_algorithm{1, 0, 4, 0, 2};
constexpr std::initializer_list<unsigned> signature{1, 0, 4, 0, 5};

/// ECDSA-Sig-Value of two numbers. [RFC3279] §2.2.3
Change signature_of(std::uint64_t r, std::uint64_t s)
{
    const Bytes value = tlv::encode(asn1::sequence, {tlv::encode_integer(r), tlv::encode_integer(s)});
    return always(tlv::encode(asn1::octet_string, value));
}

/// r and n - s in place of r and s: the other signature that everybody can make is as good, so this is not a defect.
/// A signature with s + n, however, is longer than the curve allows.
Change with_zeros(const Bytes& cms_signature)
{
    tlv::Reader outer{cms_signature};
    tlv::Reader reader{tlv::only(outer.expect(asn1::octet_string), asn1::sequence)};
    const ByteView r = reader.expect(asn1::integer);
    const ByteView s = reader.expect(asn1::integer);
    const Bytes padded = card::concat({Bytes{0x00, 0x00}, r});
    return always(tlv::encode(asn1::octet_string,
        tlv::encode(asn1::sequence, {tlv::encode(asn1::integer, padded), tlv::encode(asn1::integer, s)})));
}

/// SubjectPublicKeyInfo of the card's signer with its curve written out, [9303-12] §4.4.1.
Bytes explicit_spki(const Specimen& card)
{
    return pki::encode_spki(card.content.pki.signer_key.public_key(), pki::CurveForm::spelled_out);
}

// Paths into it, below ECParameters. [TR-03111] §5.1.1
const std::vector<unsigned> prime{0, 1, 1, 1};
const std::vector<unsigned> coefficient_b{0, 1, 2, 1};
const std::vector<unsigned> base_point{0, 1, 3};
const std::vector<unsigned> order{0, 1, 4};
const std::vector<unsigned> cofactor{0, 1, 5};
const std::vector<unsigned> public_point{1};

void sign_on_changed_curve(Specimen& card, const std::vector<unsigned>& path, const Change& change)
{
    const Bytes spki = test::edit_der(explicit_spki(card), std::span{path}, change);
    card.sign_with_key_written_as(spki, AnyKey::of(card.content.pki.signer_key), Scheme::ecdsa());
}

/// [CVE-2020-0601]: the generator is the public key itself, so that 1 is the private key.
void generator_is_the_key(Specimen& card)
{
    const Bytes point = card.content.pki.signer_key.public_key().encode();
    sign_on_changed_curve(card, base_point, always(tlv::encode(asn1::octet_string, point)));
}

Bytes point_in_bits(ByteView value)
{
    return tlv::encode(asn1::bit_string, card::concat({Bytes{0x00}, value}));
}

void sign_with_curve(Specimen& card, const char* name)
{
    card.sign_with_other_key(AnyKey::on_curve(name), Scheme::ecdsa());
}

void sign_with_rsa(Specimen& card, unsigned bits, const Scheme& scheme, unsigned exponent = 65'537)
{
    card.sign_with_other_key(AnyKey::rsa(bits, exponent), scheme);
}

} // namespace

std::vector<Breed> signature_breeds()
{
    return {
        {"signature_changed", [](Specimen& card) { card.evidence.sod.content.back() ^= 0x01; }},
        {"signature_over_other_hashes", [](Specimen& card) { card.edit_sod(content, flipped); }},
        {"signature_over_other_attributes", [](Specimen& card) { card.edit_sod(attributes, flipped); }},
        {"signature_by_other_key", [](Specimen& card) { card.present(card.cms().encode(AnyKey::on_curve("P-256"))); }},
        {"signature_of_other_card",
            [](Specimen& card) {
                Specimen other;
                other.content.pki = card.content.pki;
                other.content.mrz.document_number = "L87654321";
                other.read_card();
                Cms cms = card.cms();
                cms.attributes = other.cms().attributes;
                card.sign(cms);
            }},
        {"signature_zero", [](Specimen& card) { card.edit_sod(signature, signature_of(0, 0)); }},
        {"signature_one", [](Specimen& card) { card.edit_sod(signature, signature_of(1, 1)); }},
        {"signature_empty",
            [](Specimen& card) { card.edit_sod(signature, always(tlv::encode(asn1::octet_string, ByteView{}))); }},
        {"signature_padded",
            [](Specimen& card) { card.edit_sod(signature, [](const Bytes& good) { return with_zeros(good)(good); }); }},
        {"digest_sha1",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.digest = EVP_sha1();
                cms.scheme = Scheme::ecdsa(EVP_sha1());
                cms.set_attributes();
                card.sign(cms);
            }},
        {"digest_sha1_claimed",
            [](Specimen& card) { card.edit_sod(digest_algorithm, always(hash_identifier(EVP_sha1()))); }},
        {"signature_sha1",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.scheme = Scheme::ecdsa(EVP_sha1());
                card.sign(cms);
            }},
        {"signature_other_hash",
            [](Specimen& card) {
                Cms cms = card.cms();
                cms.scheme = Scheme::ecdsa(EVP_sha384());
                card.sign(cms);
            }},
        {"pss_short_salt", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::pss(20)); }},
        {"pss_no_salt", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::pss(0)); }},
        {"pss_sha1_mask", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::pss(32, EVP_sha256(), EVP_sha1())); }},
        {"pss_sha1", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::pss(20, EVP_sha1(), EVP_sha1())); }},
        {"rsa_sha1", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::rsa(EVP_sha1())); }},
        {"rsa_1024", [](Specimen& card) { sign_with_rsa(card, 1024, Scheme::rsa()); }},
        {"rsa_exponent_3", [](Specimen& card) { sign_with_rsa(card, 2048, Scheme::rsa(), 3); }},
        {"curve_generator_is_key", generator_is_the_key},
        {"curve_other_prime", [](Specimen& card) { sign_on_changed_curve(card, prime, flipped); }},
        {"curve_other_b", [](Specimen& card) { sign_on_changed_curve(card, coefficient_b, flipped); }},
        {"curve_other_order", [](Specimen& card) { sign_on_changed_curve(card, order, flipped); }},
        {"curve_cofactor_2",
            [](Specimen& card) { sign_on_changed_curve(card, cofactor, always(tlv::encode_integer(2))); }},
        {"curve_no_cofactor", [](Specimen& card) { sign_on_changed_curve(card, cofactor, test::nothing); }},
        {"curve_point_off", [](Specimen& card) { sign_on_changed_curve(card, public_point, flipped); }},
        {"curve_point_infinite",
            [](Specimen& card) { sign_on_changed_curve(card, public_point, always(point_in_bits(Bytes{0x00}))); }},
        {"curve_192", [](Specimen& card) { sign_with_curve(card, "P-192"); }},
        {"curve_224", [](Specimen& card) { sign_with_curve(card, "P-224"); }},
        {"curve_of_bitcoin", [](Specimen& card) { sign_with_curve(card, "secp256k1"); }},
    };
}

} // namespace zoo
