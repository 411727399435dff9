// SPDX-License-Identifier: Apache-2.0
// Good cards that look unusual: none of them may be taken for anything else.
#include "specimen.hpp"

#include "card/pki/spki.hpp"

namespace zoo {

namespace {

/// Issued in 2035 for twenty years, by a CSCA and a signer of that time.
void issued_2035(Specimen& card)
{
    pki::CscaContent csca = test::csca_content();
    csca.validity = {at(2034, 1, 1), at(2064, 1, 1)};
    csca.key_usage = {at(2034, 1, 1), at(2038, 1, 1)};
    card.content.pki.csca = pki::make_csca(csca, card.content.pki.csca_key, crypto::system_random());
    card.content.dg12.date_of_issue = parse_date("20350601");
    card.content.mrz.date_of_expiry = "550531";
    pki::DocumentSignerContent signer = test::signer_content();
    signer.validity = {at(2035, 4, 1), at(2055, 10, 1)};
    signer.key_usage = {at(2035, 4, 1), at(2035, 6, 30)};
    card.read_card_signed_by(signer);
}

void signer_expired_since(Specimen& card)
{
    pki::DocumentSignerContent signer = test::signer_content();
    signer.validity.not_after = at(2026, 12, 31);
    card.read_card_signed_by(signer);
    card.today = parse_date("20300101");
}

void two_cscas_of_one_name(Specimen& card)
{
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    trust::Anchors anchors;
    anchors.add(pki::make_csca(test::csca_content(), key, crypto::system_random()).der());
    anchors.add(card.content.pki.csca.der());
    card.trust_data.anchors = anchors;
}

void named_by_key(Specimen& card)
{
    Cms cms = card.cms();
    cms.signer_version = 3;
    cms.signer_identifier = tlv::encode(tlv::Tag{0x80}, *card.content.pki.signer.subject_key_id());
    card.sign(cms);
}

void written_out_curve(Specimen& card)
{
    const auto& key = card.content.pki.signer_key;
    card.sign_with_key_written_as(
        pki::encode_spki(key.public_key(), pki::CurveForm::spelled_out), AnyKey::of(key), Scheme::ecdsa());
}

void sign_by(Specimen& card, const AnyKey& key, const Scheme& scheme)
{
    card.sign_with_other_key(key, scheme);
}

} // namespace

std::vector<Breed> good_breeds()
{
    return {
        {"good", [](Specimen&) {}},
        {"good_last_day", [](Specimen& card) { card.today = parse_date("20361121"); }},
        {"good_2038",
            [](Specimen& card) {
                issued_2035(card);
                card.today = parse_date("20380120");
            }},
        {"good_2050",
            [](Specimen& card) {
                issued_2035(card);
                card.today = parse_date("20500101");
            }},
        {"good_lifetime",
            [](Specimen& card) {
                card.make_lifetime();
                card.today = parse_date("20461122");
            }},
        {"good_signer_expired_since", signer_expired_since},
        {"good_signing_time_of_2001", [](Specimen& card) { card.claim_signing_time("010101000000Z"); }},
        {"good_two_cscas_of_one_name", two_cscas_of_one_name},
        {"good_named_by_key", named_by_key},
        {"good_curve_written_out", written_out_curve},
        {"good_p384", [](Specimen& card) { sign_by(card, AnyKey::on_curve("P-384"), Scheme::ecdsa(EVP_sha384())); }},
        {"good_brainpool", [](Specimen& card) { sign_by(card, AnyKey::on_curve("brainpoolP256r1"), Scheme::ecdsa()); }},
        {"good_rsa_pkcs1", [](Specimen& card) { sign_by(card, AnyKey::rsa(2048), Scheme::rsa()); }},
        {"good_rsa_pss", [](Specimen& card) { sign_by(card, AnyKey::rsa(2048), Scheme::pss(32)); }},
        {"good_rsa_pss_sha512",
            [](Specimen& card) { sign_by(card, AnyKey::rsa(2048), Scheme::pss(64, EVP_sha512(), EVP_sha512())); }},
    };
}

} // namespace zoo
