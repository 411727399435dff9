// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "card/piv/data_objects.hpp"
#include "card/pki/spki.hpp"
#include "units/security_object.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

constexpr std::string_view stage = text("certificates and PKI objects");

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

/// Recorded with the intent: no certificate leaves that the store does not know.
void certify(Production& card, card::piv::Slot slot)
{
    const auto& key = card.slot_keys.at(slot);
    const auto certificate = card.issuer.certify({.purpose = purpose(slot),
                                                     .common_name = common_name(card.plan.record),
                                                     .holder_id = card.plan.allotment.holder_id,
                                                     .document_number = card.plan.allotment.document_number,
                                                     .validity = validity(card.plan),
                                                     .citizen_ca = card.plan.allotment.citizen_ca},
        key);
    card.certificates.insert_or_assign(slot, certificate.der());
    card.to_record.push_back({.slot = card::piv::name(slot),
        .hash = card::pki::key_hash(key),
        .certificate = store::trace_of(certificate),
        .public_key = certificate.spki()});
}

/// Not secret and nowhere else: the first 14 bytes of the GUID.
card::piv::Ccc ccc_of(const CardPlan& plan)
{
    card::piv::Ccc ccc;
    std::copy_n(plan.guid.begin(), ccc.card_id.size(), ccc.card_id.begin());
    return ccc;
}

void put(Production& card, card::tlv::Tag object, card::ByteView content)
{
    card::iso7816::ChainingChannel channel{card.administration()};
    card::piv::put_data(channel, object, content);
}

Held compare(Production& card, card::tlv::Tag object, const card::Bytes& content)
{
    card::iso7816::ChainingChannel channel{card.administration()};
    try {
        return held_if(card::piv::get_data(channel, object) == content);
    } catch (const card::Error& error) { // torn, on a card that writes without a transaction
        if (error.code() != card::Errc::malformed_tlv)
            throw;
        return Held::missing;
    }
}

/// A container whose content stands in Production.
Unit container(
    std::string name, card::tlv::Tag object, card::Bytes Production::*content, std::function<void(Production&)> prepare)
{
    return {stage, std::move(name), std::move(prepare), [=](Production& card) { put(card, object, card.*content); },
        [=](Production& card) { return compare(card, object, card.*content); }};
}

} // namespace

Unit certificate(card::piv::Slot slot)
{
    const auto object = card::piv::certificate_object(slot);
    const auto content = [slot](const Production& card) {
        return card::piv::encode_certificate_container(card.certificates.at(slot));
    };
    return {stage, "certificate " + card::piv::name(slot), [=](Production& card) { certify(card, slot); },
        [=](Production& card) { put(card, object, content(card)); },
        [=](Production& card) { return compare(card, object, content(card)); }};
}

Unit chuid()
{
    return container("CHUID", card::piv::object::chuid, &Production::chuid, [](Production& card) {
        card.chuid = encode(card::piv::Chuid{.fasc_n = card.profile.piv.chuid_fasc_n,
            .guid = card.plan.guid,
            .expiry = card::to_digits(card.plan.term.last_day)});
    });
}

Unit ccc()
{
    return container("CCC", card::piv::object::ccc, &Production::ccc,
        [](Production& card) { card.ccc = encode(ccc_of(card.plan)); });
}

Unit security_object()
{
    return container(
        "security object", card::piv::object::security_object, &Production::security_object, [](Production& card) {
            card.security_object = make_security_object(card.issuer, card.chuid, card.ccc, card.plan.term.last_day);
        });
}

} // namespace perso::units
