// SPDX-License-Identifier: Apache-2.0
#include "drivers/pki_units.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/pin.hpp"
#include "card/piv/application.hpp"
#include "units/units.hpp"

namespace perso::drivers {

namespace {

/// Unlike our own cards they want the PIN for a proof, too.
void enter_pin(Production& card, card::piv::Slot slot)
{
    card::iso7816::ChainingChannel channel{card.administration()};
    if (card::piv::needs_pin(slot))
        card::iso7816::require_verified(card::piv::verify_pin(channel, card.secrets.pin, card.profile), "VERIFY");
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
        all.push_back(units::slot_key(key, enter_pin));
    for (const SlotKey& key : keys)
        all.push_back(units::certificate(key.slot));
    for (units::Unit& unit : units::Units{units::chuid(), units::ccc(), units::security_object()})
        all.push_back(std::move(unit));
    return all;
}

} // namespace perso::drivers
