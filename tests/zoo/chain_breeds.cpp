// SPDX-License-Identifier: Apache-2.0
// Who signed: strangers, rogues, signers that may not, at the wrong time, of the wrong country.
#include "specimen.hpp"

#include "support/tampering.hpp"

#include "card/base/hex.hpp"

namespace zoo {

namespace {

constexpr const char* basic_constraints = "2.5.29.19";
constexpr const char* key_usage = "2.5.29.15";

void change_extensions(Specimen& card, const Change& change)
{
    card.sign_with_changed_signer({{tbs::extensions, change}});
}

template <typename Spoil>
void change_signer(Specimen& card, Spoil spoil)
{
    pki::DocumentSignerContent signer = test::signer_content();
    spoil(signer);
    card.read_card_signed_by(signer);
}

pki::Certificate csca_with(const pki::CscaContent& content, const pki::SigningKey& key)
{
    return pki::make_csca(content, key, crypto::system_random());
}

void sign_under(Specimen& card, const pki::Certificate& csca, const pki::SigningKey& csca_key)
{
    card.content.pki.signer = pki::make_document_signer(
        test::signer_content(), card.content.pki.signer_key.public_key(), csca, csca_key, crypto::system_random());
    const Bytes hashes = card.cms().content;
    card.sign(cms_of(hashes, card.content.pki.signer));
}

/// A certificate of another key with the name and the key identifier of the pinned CSCA.
void rogue_csca(Specimen& card)
{
    const pki::Certificate ours = card.content.pki.csca;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const pki::Certificate made = csca_with(test::csca_content(), key);
    sign_under(
        card, pki::Certificate::parse(test::replaced(made.der(), *made.subject_key_id(), *ours.subject_key_id())), key);
}

/// The same, and the certificate lies in EF.SOD, as if that made it trusted.
void rogue_csca_inside(Specimen& card)
{
    rogue_csca(card);
    Cms cms = card.cms();
    cms.certificates.push_back(csca_with(test::csca_content(), pki::SigningKey::generate(crypto::Curve::p256)).der());
    card.sign(cms);
}

void signer_of_its_own(Specimen& card)
{
    const AnyKey key = AnyKey::of(card.content.pki.signer_key);
    const pki::Certificate good = card.content.pki.signer;
    const Bytes der = reissued(good, {{tbs::issuer, always(good.subject())}}, key);
    const Bytes hashes = card.cms().content;
    card.content.pki.signer = pki::Certificate::parse(der);
    card.sign(cms_of(hashes, card.content.pki.signer));
}

/// The CSCA made a CA, and that made the signer: nobody pinned it.
void sub_ca(Specimen& card)
{
    pki::CscaContent content = test::csca_content();
    content.subject.common_name = "Sub CA";
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const pki::Certificate made = csca_with(content, key);
    const Bytes der =
        reissued(made, {{tbs::issuer, always(card.content.pki.csca.subject())}}, AnyKey::of(card.content.pki.csca_key));
    sign_under(card, pki::Certificate::parse(der), key);
}

/// The certificate of the good signer with another key: the CSCA never signed it.
void key_exchanged(Specimen& card)
{
    const pki::Certificate good = card.content.pki.signer;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const Bytes from = card.content.pki.signer_key.public_key().encode();
    const Bytes hashes = card.cms().content;
    card.content.pki.signer = pki::Certificate::parse(test::replaced(good.der(), from, key.public_key().encode()));
    card.content.pki.signer_key = key;
    card.sign(cms_of(hashes, card.content.pki.signer));
}

void foreign_csca(Specimen& card)
{
    pki::CscaContent content = test::csca_content();
    content.subject.country = "TH";
    card.content.pki.csca = csca_with(content, card.content.pki.csca_key);
    card.trust_data.anchors.add(card.content.pki.csca.der());
    sign_under(card, card.content.pki.csca, card.content.pki.csca_key);
}

/// A CSCA of a neighbour and a signer under it.
test::DocumentPki neighbour_pki()
{
    test::DocumentPki neighbour;
    pki::CscaContent content = test::csca_content();
    content.subject.country = "TH";
    neighbour.csca = csca_with(content, neighbour.csca_key);
    pki::DocumentSignerContent signer = test::signer_content();
    signer.subject.country = "TH";
    neighbour.signer = pki::make_document_signer(
        signer, neighbour.signer_key.public_key(), neighbour.csca, neighbour.csca_key, crypto::system_random());
    return neighbour;
}

/// One of a neighbour, rightly pinned, signs a document of ours. [9303-12] §7.1
void neighbour_signs_ours(Specimen& card)
{
    card.content.pki = neighbour_pki();
    const Bytes ours = card.trust_data.anchors.cscas().front().der();
    card.read_card();
    card.trust_data.anchors.add(ours);
}

/// A good document of a neighbour, but for its DG1.
void neighbour_without_dg1(Specimen& card)
{
    card.policy.foreign_documents = true;
    card.content.pki = neighbour_pki();
    card.content.mrz.issuing_state = "THA";
    card.read_card();
    card.evidence.groups.at(1) = {test::Status::denied, {}};
}

/// The pinned CSCA's certificate for the signer's CSCA, as if it had made it: somebody else signed it.
void link_by_stranger(Specimen& card)
{
    pki::CscaContent content = test::csca_content();
    content.subject.common_name = "Another CSCA";
    const pki::Certificate pinned = csca_with(content, pki::SigningKey::generate(crypto::Curve::p256));
    card.trust_data.anchors = {};
    card.trust_data.anchors.add(pinned.der());
    card.trust_data.anchors.add_link(
        reissued(card.content.pki.csca, {{tbs::issuer, always(pinned.subject())}}, AnyKey::on_curve("P-256")));
}

/// A CSCA as it is pinned, made anew with these changes and the same key.
void change_csca(Specimen& card, const std::vector<TbsChange>& changes, const Scheme& scheme = Scheme::ecdsa())
{
    card.content.pki.csca = pki::Certificate::parse(
        reissued(card.content.pki.csca, changes, AnyKey::of(card.content.pki.csca_key), scheme));
    card.read_card();
}

} // namespace

std::vector<Breed> chain_breeds()
{
    return {
        {"chain_nobody_pinned", [](Specimen& card) { card.trust_data.anchors = {}; }},
        {"chain_other_csca_pinned",
            [](Specimen& card) {
                pki::CscaContent content = test::csca_content();
                content.subject.common_name = "Another CSCA";
                card.trust_data.anchors = {};
                card.trust_data.anchors.add(csca_with(content, pki::SigningKey::generate(crypto::Curve::p256)).der());
            }},
        {"chain_signer_of_its_own", signer_of_its_own},
        {"chain_sub_ca", sub_ca},
        {"chain_link_by_stranger", link_by_stranger},
        {"chain_issuing_state_unknown", neighbour_without_dg1},
        {"chain_rogue_csca", rogue_csca},
        {"chain_rogue_csca_inside", rogue_csca_inside},
        {"chain_key_exchanged", key_exchanged},
        {"signer_serial_changed",
            [](Specimen& card) {
                const Bytes good = card.content.pki.signer.serial_number();
                Bytes other = good;
                other.back() ^= 0x01;
                const Bytes der = test::replaced(card.content.pki.signer.der(), good, other);
                const Bytes hashes = card.cms().content;
                card.content.pki.signer = pki::Certificate::parse(der);
                card.sign(cms_of(hashes, card.content.pki.signer));
            }},
        {"signer_key_no_longer_used",
            [](Specimen& card) {
                change_signer(card, [](auto& signer) { signer.key_usage.not_after = at(2026, 11, 1); });
            }},
        {"signer_claims_better_time",
            [](Specimen& card) {
                change_signer(card, [](auto& signer) { signer.key_usage.not_after = at(2026, 11, 1); });
                card.claim_signing_time("261015000000Z");
            }},
        {"signer_key_not_yet_used",
            [](Specimen& card) {
                change_signer(card, [](auto& signer) { signer.key_usage.not_before = at(2026, 12, 1); });
            }},
        {"signer_expired",
            [](Specimen& card) {
                change_signer(card, [](auto& signer) { signer.validity.not_after = at(2026, 11, 1); });
            }},
        {"signer_not_yet_valid",
            [](Specimen& card) {
                change_signer(card, [](auto& signer) {
                    signer.validity.not_before = at(2026, 12, 1);
                    signer.key_usage.not_before = at(2026, 12, 1);
                });
            }},
        {"signer_is_csca",
            [](Specimen& card) {
                card.content.pki.signer = card.content.pki.csca;
                card.content.pki.signer_key = card.content.pki.csca_key;
                card.read_card();
            }},
        {"signer_no_key_usage", [](Specimen& card) { change_extensions(card, without_extension(key_usage)); }},
        {"signer_for_encryption", // keyEncipherment
            [](Specimen& card) {
                change_extensions(card, with_extension(key_usage, true, card::from_hex("03020520")));
            }},
        {"signer_is_authority",
            [](Specimen& card) {
                change_extensions(card, with_extension(basic_constraints, true, card::from_hex("30030101FF")));
            }},
        {"signer_unknown_extension",
            [](Specimen& card) {
                change_extensions(card, with_extension("1.3.6.1.4.1.55555.1", true, card::from_hex("0500")));
            }},
        {"signer_sha1", [](Specimen& card) { card.sign_with_changed_signer({}, Scheme::ecdsa(EVP_sha1())); }},
        {"signer_of_other_country",
            [](Specimen& card) { change_signer(card, [](auto& signer) { signer.subject.country = "TH"; }); }},
        {"csca_of_other_country", foreign_csca},
        {"chain_neighbour_signs_ours", neighbour_signs_ours},
        {"mrz_of_other_country",
            [](Specimen& card) {
                card.content.mrz.issuing_state = "THA";
                card.read_card();
            }},
        {"policy_of_other_country", [](Specimen& card) { card.policy.country = "TH"; }},
        {"csca_run_out",
            [](Specimen& card) {
                const std::string_view last = "251231235959Z";
                change_csca(card, {{tbs::not_after, always(tlv::encode(tlv::Tag{0x17}, card::as_bytes(last)))}});
            }},
        {"csca_unknown_extension",
            [](Specimen& card) {
                change_csca(
                    card, {{tbs::extensions, with_extension("1.3.6.1.4.1.55555.1", true, card::from_hex("0500"))}});
            }},
    };
}

} // namespace zoo
