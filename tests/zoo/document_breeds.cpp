// SPDX-License-Identifier: Apache-2.0
// Documents outside their validity, clocks that are wrong, and people who are not the holder.
#include "specimen.hpp"

#include "card/crypto/hash.hpp"

namespace zoo {

namespace {

using card::Errc;
using trust::CheckId;
using trust::SlotProof;

/// Needs the holder's proof, which this PIN prevented.
template <Errc problem>
void pin_problem(Specimen& card)
{
    card.policy.required.insert(CheckId::holder);
    card.evidence.pin_problem = problem;
}

void other_mrz(Specimen& card)
{
    lds::Mrz printed = card.content.mrz;
    printed.document_number = "L00000000";
    card.evidence.access = trust::AccessProtocol::pace_mrz;
    card.evidence.mrz_digest = crypto::digest(crypto::Hash::sha1, card::as_bytes(lds::mrz_information(printed)));
}

void holder_with_wrong_key(Specimen& card)
{
    card.policy.required.insert(CheckId::holder);
    const crypto::Point bound = test::new_public_key();
    card.content.dg13.slots = {{0x9A, pki::key_hash(bound)}, {0x9E, pki::key_hash(card.content.slot_9e_key)}};
    card.read_card();
    card.evidence.binding = {.result = SlotProof::Result::interrupted, .slot = 0x9E};
    card.evidence.holder = {.result = SlotProof::Result::answered,
        .slot = 0x9A,
        .key = test::new_public_key(),
        .challenge_digest = Bytes(32, 0x01),
        .signature = Bytes{0x30, 0x00}};
}

} // namespace

std::vector<Breed> document_breeds()
{
    return {
        {"access_none", [](Specimen& card) { card.evidence.access = trust::AccessProtocol::none; }},
        {"mrz_of_other_document", other_mrz},
        {"document_expired", [](Specimen& card) { card.today = parse_date("20361122"); }},
        {"document_expired_2050", [](Specimen& card) { card.today = parse_date("20500101"); }},
        {"document_not_yet_valid", [](Specimen& card) { card.today = parse_date("20261121"); }},
        {"document_renewal_due",
            [](Specimen& card) {
                card.make_lifetime();
                card.today = parse_date("20461123");
            }},
        {"document_no_last_day",
            [](Specimen& card) {
                card.content.mrz.date_of_expiry = "36<<<<";
                card.read_card();
            }},
        {"document_no_dg1", [](Specimen& card) { card.leave_out(1); }},
        {"document_hashes_only", [](Specimen& card) { card.keep(trust::Level::hashes_only); }},
        {"document_dg1_unreadable",
            [](Specimen& card) {
                card.put(1, Bytes{0x61, 0x00});
            }},
        {"document_dg13_unreadable",
            [](Specimen& card) {
                card.put(13, Bytes{0x6D, 0x00});
            }},
        {"clock_1970", [](Specimen& card) { card.today = parse_date("19700101"); }},
        {"clock_five_years_behind", [](Specimen& card) { card.today = parse_date("20220101"); }},
        {"clock_day_before_build", [](Specimen& card) { card.today = parse_date("20261031"); }},
        {"holder_not_asked", [](Specimen& card) { card.policy.required.insert(CheckId::holder); }},
        {"holder_pin_wrong", pin_problem<Errc::pin_wrong>},
        {"holder_pin_blocked", pin_problem<Errc::pin_blocked>},
        {"holder_pin_last_try", pin_problem<Errc::pin_last_try>},
        {"holder_pin_absent", pin_problem<Errc::pin_absent>},
        {"holder_pin_format", pin_problem<Errc::pin_format>},
        {"holder_through_the_air", pin_problem<Errc::contact_needed>},
        {"holder_other_key", holder_with_wrong_key},
        {"holder_unbound",
            [](Specimen& card) {
                holder_with_wrong_key(card);
                card.leave_out(13);
            }},
    };
}

} // namespace zoo
