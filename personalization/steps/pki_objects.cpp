// SPDX-License-Identifier: Apache-2.0
#include "card/piv/administration.hpp"
#include "card/piv/data_objects.hpp"
#include "card/pki/spki.hpp"
#include "steps/steps.hpp"

#include <fmt/format.h>

namespace perso::steps {

namespace {

card::pki::CitizenPurpose purpose(card::piv::Slot slot)
{
    return slot == card::piv::Slot::authentication ? card::pki::CitizenPurpose::authentication
                                                   : card::pki::CitizenPurpose::card_authentication;
}

/// From the first second of the day of issue to the last of the card's last day.
card::pki::Validity validity(const CardPlan& plan)
{
    return {card::start_of(plan.issued), card::start_of(plan.expires) + std::chrono::days{1} - std::chrono::seconds{1}};
}

card::Bytes certify(Production& card, std::uint8_t reference, const card::crypto::Point& key)
{
    const auto certificate = card.issuer.certify({.purpose = purpose(static_cast<card::piv::Slot>(reference)),
                                                     .common_name = common_name(card.plan.record),
                                                     .holder_id = card.plan.allotment.holder_id,
                                                     .document_number = card.plan.allotment.document_number,
                                                     .validity = validity(card.plan)},
        key);
    card.record_key(
        {.slot = fmt::format("{:02X}", reference), .hash = card::pki::key_hash(key), .certificate = certificate.der()});
    return certificate.der();
}

/// Not secret and nowhere else: the first 14 bytes of the GUID.
card::piv::Ccc ccc(const CardPlan& plan)
{
    card::piv::Ccc ccc;
    std::copy_n(plan.guid.begin(), ccc.card_id.size(), ccc.card_id.begin());
    return ccc;
}

} // namespace

void write_pki_objects(Production& card)
{
    namespace object = card::piv::object;
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    for (const auto& [reference, key] : card.slot_keys) {
        const card::Bytes& certificate = card.certificates[reference] = certify(card, reference, key);
        card::piv::put_data(channel, card::piv::certificate_object(static_cast<card::piv::Slot>(reference)),
            card::piv::encode_certificate_container(certificate));
    }
    card.chuid = encode(card::piv::Chuid{
        .fasc_n = card.profile.piv.chuid_fasc_n, .guid = card.plan.guid, .expiry = card::to_digits(card.plan.expires)});
    card.ccc = encode(ccc(card.plan));
    card::piv::put_data(channel, object::chuid, card.chuid);
    card::piv::put_data(channel, object::ccc, card.ccc);
}

} // namespace perso::steps
