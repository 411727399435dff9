// SPDX-License-Identifier: Apache-2.0
// Revoked signers and cards, lists that are missing, old, or those of another issuer.
#include "specimen.hpp"

#include "card/pki/crl.hpp"
#include "card/trust/status_list.hpp"

namespace zoo {

namespace {

using pki::RevocationReason;
using trust::CardRevocation;
using trust::CheckId;

/// A list of the CSCA, with this card's signer on it if there is a reason.
void install_crl(Specimen& card, std::optional<RevocationReason> reason, card::Time when, card::Time this_update)
{
    pki::CrlContent list{.this_update = this_update,
        .next_update = this_update + std::chrono::hours{24 * 90},
        .number = 1,
        .revoked = {}};
    if (reason)
        list.revoked.push_back({card.content.pki.signer.serial_number(), when, reason});
    card.trust_data.signer_crls = {pki::build_crl(list, card.content.pki.csca, card.content.pki.csca_key)};
    card.policy.required.insert(CheckId::signer_revocation);
}

void revoke_signer(Specimen& card, RevocationReason reason, card::Time when)
{
    install_crl(card, reason, when, at(2026, 12, 31));
}

constexpr std::uint32_t index = 4'711;

/// A list with some cards on it, this one among them if there is a reason.
void install_status(Specimen& card, std::optional<CardRevocation> reason, card::Time this_update,
    std::uint32_t high_water = 65'536, const char* state = "LAO")
{
    card.content.dg13.status_index = index;
    card.read_card();
    std::vector<trust::StatusEntry> entries{{12, CardRevocation::lost}, {12'000, CardRevocation::stolen}};
    if (high_water < 12'000)
        entries.pop_back();
    if (reason)
        entries.push_back({index, *reason});
    card.trust_data.status = std::make_shared<trust::StatusList>(
        trust::StatusList::make({.issuing_state = state,
                                    .this_update = this_update,
                                    .next_update = this_update + std::chrono::hours{24 * 7},
                                    .number = 1,
                                    .high_water = high_water},
            entries));
    card.policy.required.insert(CheckId::card_status);
}

template <CardRevocation reason>
void listed(Specimen& card)
{
    install_status(card, reason, at(2026, 12, 31));
}

} // namespace

std::vector<Breed> trust_breeds()
{
    return {
        {"signer_compromised",
            [](Specimen& card) { revoke_signer(card, RevocationReason::key_compromise, at(2026, 12, 24)); }},
        {"signer_on_hold",
            [](Specimen& card) { revoke_signer(card, RevocationReason::certificate_hold, at(2026, 12, 24)); }},
        {"signer_revoked_before_issue",
            [](Specimen& card) { revoke_signer(card, RevocationReason::cessation_of_operation, at(2026, 11, 1)); }},
        {"signer_revoked_claims_better_time",
            [](Specimen& card) {
                card.claim_signing_time("261015000000Z");
                revoke_signer(card, RevocationReason::cessation_of_operation, at(2026, 11, 1));
            }},
        {"signer_revoked_unknown_issue",
            [](Specimen& card) {
                card.content.dg12.date_of_issue.reset();
                card.read_card();
                revoke_signer(card, RevocationReason::cessation_of_operation, at(2026, 12, 24));
            }},
        {"signer_list_missing", [](Specimen& card) { card.policy.required.insert(CheckId::signer_revocation); }},
        {"signer_list_old",
            [](Specimen& card) {
                install_crl(card, {}, {}, at(2026, 12, 31));
                card.today = parse_date("20270402");
            }},
        {"trust_rolled_back", [](Specimen& card) { install_crl(card, {}, {}, at(2026, 1, 31)); }},
        {"signer_list_of_other_issuer",
            [](Specimen& card) {
                test::DocumentPki other;
                pki::CscaContent content = test::csca_content();
                content.subject.common_name = "Another CSCA";
                other.csca = pki::make_csca(content, other.csca_key, crypto::system_random());
                const pki::CrlContent list{
                    .this_update = at(2026, 12, 31), .next_update = at(2027, 3, 31), .number = 1, .revoked = {}};
                card.trust_data.signer_crls = {pki::build_crl(list, other.csca, other.csca_key)};
                card.policy.required.insert(CheckId::signer_revocation);
            }},
        {"card_lost", listed<CardRevocation::lost>},
        {"card_stolen", listed<CardRevocation::stolen>},
        {"card_replaced", listed<CardRevocation::replaced>},
        {"card_withdrawn", listed<CardRevocation::withdrawn>},
        {"card_lost_old_list",
            [](Specimen& card) {
                install_status(card, CardRevocation::lost, at(2026, 12, 31));
                card.today = parse_date("20300101");
            }},
        {"status_list_missing", [](Specimen& card) { card.policy.required.insert(CheckId::card_status); }},
        {"status_list_old",
            [](Specimen& card) {
                install_status(card, {}, at(2026, 12, 31));
                card.today = parse_date("20270201");
            }},
        {"status_list_of_other_state",
            [](Specimen& card) { install_status(card, {}, at(2026, 12, 31), 65'536, "THA"); }},
        {"good_with_lists",
            [](Specimen& card) {
                install_crl(card, {}, {}, at(2026, 12, 31));
                install_status(card, {}, at(2026, 12, 31));
            }},
        {"good_signer_stopped_since",
            [](Specimen& card) { revoke_signer(card, RevocationReason::superseded, at(2026, 12, 24)); }},
        {"good_younger_than_list",
            [](Specimen& card) {
                install_status(card, {}, at(2026, 11, 1));
                card.today = parse_date("20261125");
            }},
        {"good_beyond_high_water", [](Specimen& card) { install_status(card, {}, at(2026, 12, 31), 4'000); }},
        {"good_old_lists_not_required",
            [](Specimen& card) {
                install_crl(card, {}, {}, at(2026, 12, 31));
                install_status(card, {}, at(2026, 12, 31));
                card.policy = trust::default_policy();
                card.today = parse_date("20300101");
            }},
    };
}

} // namespace zoo
