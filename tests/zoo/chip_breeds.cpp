// SPDX-License-Identifier: Apache-2.0
// Copied chips: the file system of a genuine card without its keys, in every way in which a chip may prove itself. The
// mapping is that of [9303-11] App. I.
#include "specimen.hpp"

#include "support/tampering.hpp"
#include "support/vectors.hpp"

#include "card/lds/card_security.hpp"

namespace zoo {

namespace {

using test::Status;
using trust::ChipProof;
using trust::SlotProof;

crypto::Point example_point(const char* name)
{
    static const std::vector<test::Vector> vectors = test::read_vectors("pace_cam.vec");
    return crypto::Point::decode(crypto::Curve::brainpool_p256r1, vectors.front().bytes(name));
}

void sign_card_security(Specimen& card, const lds::SecurityInfos& infos, const test::DocumentPki& pki)
{
    card.evidence.card_security =
        FileReading::of(lds::make_card_security(infos, pki.signer, pki.signer_key, at(2026, 11, 22)));
}

/// What EF.CardSecurity of a good card with this key says.
lds::SecurityInfos infos_with(const Specimen& card, const crypto::Point& key)
{
    lds::SecurityInfos infos = card.content.card_access;
    infos.chip_authentication_keys = {{key, 2}};
    return infos;
}

/// The good card again, opened by PACE with chip authentication mapping.
void open_by_mapping(Specimen& card)
{
    const crypto::Point key = example_point("StaticPublicIc");
    card.content.card_access.pace = {{tlv::Oid{"0.4.0.127.0.7.2.2.4.6.2"}, 2, 13}};
    card.content.mapping_key = key;
    card.read_card();
    card.evidence.chip = {};
    card.evidence.mapping =
        trust::MappingProof{example_point("MapPublicIc"), test::read_vectors("pace_cam.vec").front().bytes("CaIc")};
    sign_card_security(card, infos_with(card, key), card.content.pki);
}

/// The private keys of 9E and 9A stay in their chip; here lies a copy of the rest.
SlotProof answer(std::uint8_t slot, const crypto::Point& key)
{
    return {.result = SlotProof::Result::answered,
        .slot = slot,
        .key = key,
        .challenge_digest = Bytes(32, 0x01),
        .signature = Bytes{0x30, 0x06, 0x02, 0x01, 0x01, 0x02, 0x01, 0x01}};
}

void without_dg14(Specimen& card)
{
    card.leave_out(14);
    card.evidence.chip = {};
}

void mapped_stranger(Specimen& card)
{
    open_by_mapping(card);
    sign_card_security(card, infos_with(card, example_point("StaticPublicIc")), test::DocumentPki{});
}

void mapped_rogue(Specimen& card)
{
    open_by_mapping(card);
    test::DocumentPki rogue;
    const Bytes pinned = *card.content.pki.csca.subject_key_id();
    rogue.csca = pki::Certificate::parse(test::replaced(rogue.csca.der(), *rogue.csca.subject_key_id(), pinned));
    rogue.signer = pki::make_document_signer(
        test::signer_content(), rogue.signer_key.public_key(), rogue.csca, rogue.csca_key, crypto::system_random());
    sign_card_security(card, infos_with(card, example_point("StaticPublicIc")), rogue);
}

void mapped_sha1(Specimen& card)
{
    open_by_mapping(card);
    Cms cms = cms_of(lds::encode(infos_with(card, example_point("StaticPublicIc"))), card.content.pki.signer);
    cms.content_type = tlv::Oid{"0.4.0.127.0.7.3.2.1"}; // id-SecurityObject, [TR-03110-3] §A.1.2.5
    cms.digest = EVP_sha1();
    cms.scheme = Scheme::ecdsa(EVP_sha1());
    cms.set_attributes();
    card.evidence.card_security = FileReading::of(cms.encode(AnyKey::of(card.content.pki.signer_key)));
}

void mapped_country(Specimen& card)
{
    open_by_mapping(card);
    test::DocumentPki neighbour;
    pki::CscaContent content = test::csca_content();
    content.subject.country = "TH";
    neighbour.csca = pki::make_csca(content, neighbour.csca_key, crypto::system_random());
    neighbour.signer = pki::make_document_signer(test::signer_content(), neighbour.signer_key.public_key(),
        neighbour.csca, neighbour.csca_key, crypto::system_random());
    card.trust_data.anchors.add(neighbour.csca.der());
    sign_card_security(card, infos_with(card, example_point("StaticPublicIc")), neighbour);
}

void mapped_other_time(Specimen& card)
{
    open_by_mapping(card);
    test::DocumentPki later = card.content.pki;
    pki::DocumentSignerContent signer = test::signer_content();
    signer.key_usage = {at(2027, 1, 1), at(2027, 3, 31)};
    later.signer = pki::make_document_signer(
        signer, later.signer_key.public_key(), later.csca, later.csca_key, crypto::system_random());
    sign_card_security(card, infos_with(card, example_point("StaticPublicIc")), later);
}

void mapped_weaker(Specimen& card)
{
    open_by_mapping(card);
    lds::SecurityInfos infos = infos_with(card, example_point("StaticPublicIc"));
    infos.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, 2, 13});
    sign_card_security(card, infos, card.content.pki);
}

} // namespace

std::vector<Breed> chip_breeds()
{
    return {
        {"chip_copied", [](Specimen& card) { card.evidence.chip.result = ChipProof::Result::failed; }},
        {"chip_other_key", [](Specimen& card) { card.evidence.chip.key = trust::ChipKey::of(test::new_public_key()); }},
        {"chip_interrupted", [](Specimen& card) { card.evidence.chip.result = ChipProof::Result::interrupted; }},
        {"chip_no_dg14", without_dg14},
        {"chip_dg14_unreadable",
            [](Specimen& card) {
                card.put(14, Bytes{0x6E, 0x00});
            }},
        {"chip_mapping_other",
            [](Specimen& card) {
                open_by_mapping(card);
                ++card.evidence.mapping->ca_ic.back();
            }},
        {"chip_mapping_zero",
            [](Specimen& card) {
                open_by_mapping(card);
                card.evidence.mapping->ca_ic = Bytes(32);
            }},
        {"chip_mapping_not_in_dg14",
            [](Specimen& card) {
                open_by_mapping(card);
                card.content.mapping_key = test::new_public_key();
                auto groups = test::data_groups_of(card.content);
                card.evidence.groups.at(14) = FileReading::of(groups.at(14));
                card.evidence.sod = FileReading::of(test::sod_of(card.content, groups));
            }},
        {"card_security_absent",
            [](Specimen& card) {
                open_by_mapping(card);
                card.evidence.card_security = {Status::absent, {}};
            }},
        {"card_security_changed",
            [](Specimen& card) {
                open_by_mapping(card);
                card.evidence.card_security.content.back() ^= 0x01;
            }},
        {"card_security_is_sod",
            [](Specimen& card) {
                open_by_mapping(card);
                card.evidence.card_security = card.evidence.sod;
            }},
        {"card_security_denied",
            [](Specimen& card) {
                open_by_mapping(card);
                card.evidence.card_security = {Status::denied, {}};
            }},
        {"card_security_by_stranger", mapped_stranger},
        {"card_security_rogue_csca", mapped_rogue},
        {"card_security_sha1", mapped_sha1},
        {"card_security_of_other_country", mapped_country},
        {"card_security_of_other_time", mapped_other_time},
        {"card_security_offers_more", mapped_weaker},
        {"access_weaker",
            [](Specimen& card) {
                lds::SecurityInfos offered = card.content.card_access;
                offered.pace[0].parameter_id = 13;
                card.evidence.card_access.content = lds::encode(offered);
            }},
        {"access_one_more",
            [](Specimen& card) {
                lds::SecurityInfos offered = card.content.card_access;
                offered.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.1"}, 2, 12});
                card.evidence.card_access.content = lds::encode(offered);
            }},
        {"access_not_read",
            [](Specimen& card) {
                card.evidence.card_access = {Status::failed, {}};
            }},
        {"access_denied",
            [](Specimen& card) {
                card.evidence.card_access = {Status::denied, {}};
            }},
        {"access_absent",
            [](Specimen& card) {
                card.evidence.card_access = {Status::absent, {}};
            }},
        {"binding_refused",
            [](Specimen& card) { card.evidence.binding = {.result = SlotProof::Result::refused, .slot = 0x9E}; }},
        {"binding_wrong_signature",
            [](Specimen& card) { card.evidence.binding = answer(0x9E, card.content.slot_9e_key); }},
        {"halves_other_pki", [](Specimen& card) { card.evidence.binding = answer(0x9E, test::new_public_key()); }},
        {"binding_required", [](Specimen& card) { card.policy.required.insert(trust::CheckId::binding); }},
        {"binding_hashes_only",
            [](Specimen& card) {
                card.policy.required.insert(trust::CheckId::binding);
                card.keep(trust::Level::hashes_only);
            }},
    };
}

} // namespace zoo
