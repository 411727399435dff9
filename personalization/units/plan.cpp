// SPDX-License-Identifier: Apache-2.0
#include "units/units.hpp"

namespace perso::units {

namespace {

void append(Units& plan, Units units)
{
    for (Unit& unit : units)
        plan.push_back(std::move(unit));
}

Units pki_units(CardType type, const card::profile::Profile& profile)
{
    Units units;
    const auto keys = slot_keys(type, profile.piv);
    for (const SlotKey& key : keys)
        units.push_back(slot_key(key));
    for (const SlotKey& key : keys)
        units.push_back(certificate(key.slot));
    append(units, {chuid(), ccc(), security_object()});
    if (has_pin(type))
        append(units, {puk(), pin()}); // in this order, so that the PIN is never the only new one
    else
        append(units, {no_pin(), no_puk()});
    return units;
}

} // namespace

Units plan_of(const intake::Record& record, const card::profile::Profile& profile)
{
    const CardType type = record.card_type;
    const bool mapping = has_chip_mapping(profile);
    Units plan;
    if (has_pki(type)) // in the session with which the card was recognised
        append(plan, pki_units(type, profile));
    plan.push_back(chip_authentication_key());
    if (mapping)
        plan.push_back(mapping_key());
    append(plan, {can(profile), mrz_password(profile), chip_authentication_proof()});
    if (mapping)
        plan.push_back(mapping_proof());
    append(plan, identity_files(record, profile));
    if (!has_pki(type))
        plan.push_back(no_pki_application());
    append(plan, {issuer_keys(), initialized(), secured()});
    return plan;
}

} // namespace perso::units
