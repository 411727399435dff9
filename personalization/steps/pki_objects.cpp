// SPDX-License-Identifier: Apache-2.0
#include "card/piv/administration.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/security_object.hpp"
#include "card/pki/spki.hpp"
#include "clock.hpp"
#include "steps/steps.hpp"

#include <fmt/format.h>

namespace perso::steps {

namespace {

card::pki::CitizenPurpose purpose(card::piv::Slot slot)
{
    using card::pki::CitizenPurpose;
    switch (slot) {
    case card::piv::Slot::authentication:
        return CitizenPurpose::authentication;
    case card::piv::Slot::signature:
        return CitizenPurpose::signature;
    case card::piv::Slot::key_management:
        return CitizenPurpose::key_management;
    default: // 9E; the station writes no retired keys
        return CitizenPurpose::card_authentication;
    }
}

/// From the first second of the day of issue to the last of the card's last day.
card::pki::Validity validity(const CardPlan& plan)
{
    return {card::start_of(plan.issued),
        card::start_of(plan.term.last_day) + std::chrono::days{1} - std::chrono::seconds{1}};
}

card::Bytes certify(Production& card, card::piv::Slot slot, const card::crypto::PublicKey& key)
{
    const auto certificate = card.issuer.certify({.purpose = purpose(slot),
                                                     .common_name = common_name(card.plan.record),
                                                     .holder_id = card.plan.allotment.holder_id,
                                                     .document_number = card.plan.allotment.document_number,
                                                     .validity = validity(card.plan),
                                                     .citizen_ca = card.plan.allotment.citizen_ca},
        key);
    card.record_key({.slot = fmt::format("{:02X}", static_cast<unsigned>(slot)),
        .hash = card::pki::key_hash(key),
        .certificate = certificate.der()});
    return certificate.der();
}

/// Not secret and nowhere else: the first 14 bytes of the GUID.
card::piv::Ccc ccc(const CardPlan& plan)
{
    card::piv::Ccc ccc;
    std::copy_n(plan.guid.begin(), ccc.card_id.size(), ccc.card_id.begin());
    return ccc;
}

/// The signed list has the hash of the CHUID under 1 and that of the CCC under 2. [800-73-4] part 1 §3.1.7
card::Bytes security_object(const Production& card)
{
    using card::piv::SignedContainer;
    return card::piv::encode({.containers = {{1, SignedContainer::chuid}, {2, SignedContainer::ccc}},
        .cms = card.issuer.sign_security_object({{1, card.chuid}, {2, card.ccc}}, card.plan.term.last_day, now())});
}

} // namespace

void write_pki_objects(Production& card)
{
    namespace object = card::piv::object;
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    for (const auto& [slot, key] : card.slot_keys) {
        const card::Bytes& certificate = card.certificates[slot] = certify(card, slot, key);
        card::piv::put_data(
            channel, card::piv::certificate_object(slot), card::piv::encode_certificate_container(certificate));
    }
    card.chuid = encode(card::piv::Chuid{.fasc_n = card.profile.piv.chuid_fasc_n,
        .guid = card.plan.guid,
        .expiry = card::to_digits(card.plan.term.last_day)});
    card.ccc = encode(ccc(card.plan));
    card.security_object = security_object(card);
    card::piv::put_data(channel, object::chuid, card.chuid);
    card::piv::put_data(channel, object::ccc, card.ccc);
    card::piv::put_data(channel, object::security_object, card.security_object);
}

} // namespace perso::steps
