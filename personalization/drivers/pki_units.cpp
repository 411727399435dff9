// SPDX-License-Identifier: Apache-2.0
#include "drivers/pki_units.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/pin.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "card/piv/possession.hpp"
#include "text.hpp"
#include "units/identity_key.hpp"
#include "units/slot_name.hpp"
#include "units/units.hpp"

namespace perso::drivers {

namespace {

/// As for our own cards, but the PIN directly before the proof.
void make_with_pin(Production& card, const SlotKey& slot_key)
{
    const auto [slot, algorithm] = slot_key;
    card::iso7816::ChainingChannel channel{card.administration()};
    auto key = card::piv::generate_key(channel, slot, algorithm);
    if (card::piv::needs_pin(slot))
        card::iso7816::require_verified(card::piv::verify_pin(channel, card.secrets.pin, card.profile), "VERIFY");
    card::require(card::piv::has_private_key(channel, slot, key, card.random), card::Errc::key_rejected,
        "proof of possession", "the answer is not by the new key");
    units::record_proven(card, key, units::slot_name(slot));
    card.slot_keys.insert_or_assign(slot, std::move(key));
}

units::Unit slot_key_with_pin(const SlotKey& key)
{
    return {text("PKI keys, with proof"), "key " + units::slot_name(key.slot), {},
        [key](Production& card) { make_with_pin(card, key); }, units::cannot_tell};
}

} // namespace

void require_pin(const intake::Record& record)
{
    card::require(has_pin(record.card_type), card::Errc::unsupported, "driver", "this make has no cards for children");
}

units::Units pki_content(const intake::Record& record, const card::profile::Profile& profile)
{
    units::Units all;
    const auto keys = slot_keys(record.card_type, profile.piv);
    for (const SlotKey& key : keys)
        all.push_back(slot_key_with_pin(key));
    for (const SlotKey& key : keys)
        all.push_back(units::certificate(key.slot));
    for (units::Unit& unit : units::Units{units::chuid(), units::ccc(), units::security_object()})
        all.push_back(std::move(unit));
    return all;
}

} // namespace perso::drivers
