// SPDX-License-Identifier: Apache-2.0
#include "services/renew_certificates.hpp"

#include "card/base/error.hpp"
#include "card/lds/sod.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/possession.hpp"
#include "life/services.hpp"
#include "office/clock.hpp"
#include "quality/quality_check_pki.hpp"
#include "units/security_object.hpp"

namespace perso {

using card::Errc;
using card::piv::Slot;
namespace object = card::piv::object;

namespace {

constexpr std::string_view read_back = "read back";

Slot slot_named(const std::string& name)
{
    for (const Slot slot : card::piv::all_slots)
        if (card::piv::name(slot) == name)
            return slot;
    throw card::Error{Errc::store_failed, card::Step{"certificates of the card"}, "an unknown slot"}.with_field(name);
}

/// The same holder, key and last second; the CA of the card makes it.
card::Bytes renew(const IssuedCard& card, const life::Card& found, const card::Bytes& der)
{
    const auto old = card::pki::Certificate::parse(der);
    const card::pki::Validity validity{card::start_of(card::day_of(now())), old.validity().not_after};
    card::require(
        validity.not_before <= validity.not_after, Errc::document_expired, "renew", "the certificate has run out");
    return card.issuer.renew(old, found.citizen_ca, validity, found.citizen_ca).der();
}

/// Those of this renewal, made once and for all of its attempts, after those that the card holds.
life::Certificates make(IssuedCard& card, const ServiceOrder& order, const life::Card& found,
    const life::OpenService& service, const life::Certificates& held)
{
    life::Certificates made;
    card.issuer.open_citizen_ca(found.citizen_ca, now());
    for (const auto& [slot, der] : held)
        made[slot] = renew(card, found, der);
    life::record_renewed(order.database, order.sealer, found, service, made, order.person, now());
    return made;
}

/// What the card holds beside certificates, and what is written of it.
struct Objects {
    card::Bytes chuid, ccc, security_object;
};

card::Bytes require_object(const std::optional<card::Bytes>& content, const char* what)
{
    require_good(content.has_value(), what, read_back);
    return *content;
}

/// The CHUID names this card and its last day; it is written as it was read.
Objects objects(card::iso7816::Channel& channel, const IssuedCard& card, const life::Card& found)
{
    Objects out{.chuid = require_object(card::piv::get_data(channel, object::chuid), "CHUID"),
        .ccc = require_object(card::piv::get_data(channel, object::ccc), "CCC"),
        .security_object = {}};
    const auto chuid = card::piv::decode_chuid(out.chuid);
    require_good(chuid.guid == found.guid, "GUID", read_back);
    out.security_object = units::make_security_object(card.issuer, out.chuid, out.ccc, card::parse_date(chuid.expiry));
    return out;
}

/// What the containers of these slots hold now.
template <typename Slots>
life::Certificates read(card::iso7816::Channel& channel, const Slots& slots)
{
    life::Certificates held;
    for (const auto& [slot, anything] : slots)
        held[slot] = card::piv::read_certificate(channel, slot_named(slot)).value_or(card::Bytes{});
    return held;
}

/// What the store does not know is not written over: the chip would be another one's, or in other hands.
void require_known(const life::Certificates& held, const life::Traces& old, const life::Certificates& made)
{
    for (const auto& [slot, certificate] : held) {
        const auto renewed = made.find(slot);
        require_good(
            (renewed != made.end() && certificate == renewed->second) || store::is_trace_of(old.at(slot), certificate),
            "certificate " + slot, read_back);
    }
}

void prove(IssuedCard& card, const life::Certificates& wanted, const Objects& written)
{
    auto channel = card.in_clear();
    require_good(read(channel, wanted) == wanted, "certificates", read_back);
    require_good(card::piv::get_data(channel, object::chuid) == written.chuid, "CHUID", read_back);
    require_good(
        card::piv::get_data(channel, object::security_object) == written.security_object, "security object", read_back);
    const std::string free_key = card::piv::name(Slot::card_authentication);
    if (const auto open = wanted.find(free_key); open != wanted.end())
        require_good(card::piv::has_private_key(channel, Slot::card_authentication,
                         card::pki::Certificate::parse(open->second).public_key(), card.random),
            "key " + free_key, read_back);
}

} // namespace

Renewal renew_certificates(IssuedCard& card, const ServiceOrder& order)
{
    const life::Card found = require_ordered_card(card, order);
    const auto old = life::certificates(order.database, found);
    const auto service = life::begin_service(order.database, found, life::Service::certificates, order.person, now());
    const auto made = life::renewed(order.database, order.sealer, found, service.number);

    auto clear = card.in_clear();
    const auto held = read(clear, old);
    require_known(held, old, made);
    const auto wanted = made.empty() ? make(card, order, found, service, held) : made;
    const Objects written = objects(clear, card, found);
    {
        auto channel = card.administration();
        life::require_turn(order.database, found, service);
        for (const auto& [slot, certificate] : wanted)
            if (held.at(slot) != certificate)
                card::piv::put_data(channel, card::piv::certificate_object(slot_named(slot)),
                    card::piv::encode_certificate_container(certificate));
        card::piv::put_data(channel, object::chuid, written.chuid);
        card::piv::put_data(channel, object::security_object, written.security_object);
    }
    prove(card, wanted, written);
    life::end_renewal(order.database, found, service, order.person, now());

    Renewal renewal;
    for (const auto& [slot, certificate] : wanted)
        renewal.slots.push_back(slot);
    return renewal;
}

} // namespace perso
