// SPDX-License-Identifier: Apache-2.0
#include "drivers/openfips201.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/openfips201.hpp"
#include "drivers/pki_units.hpp"
#include "quality/quality_check_pki.hpp"
#include "units/units.hpp"

namespace perso::drivers {

namespace {

namespace applet = card::piv::openfips201;
using applet::Access;
using card::Errc;
using card::piv::Slot;

Recognised identify_applet(Production& card)
{
    card.speak({.pki_level = card::gp::SecurityLevel::c_mac_c_enc, .select_answers = true});
    card.forget_selection();
    card.select(Application::pki);
    take_chip(card, card.identify());
    return {.application = Application::pki, .has_pki = true};
}

/// A key object that somebody else made has that one's rules: a key that works without a PIN, or can be imported.
void require_no_keys(Production& card)
{
    card::iso7816::ChainingChannel channel{card.administration()};
    for (const auto& [slot, algorithm] : slot_keys(card.plan.record.card_type, card.profile.piv))
        card::require(!applet::has_key(channel, slot, algorithm), Errc::card_not_blank, "CHANGE REFERENCE DATA",
            "a key object is there already");
}

void recognise_blank_applet(Production& card, const Recognised& found)
{
    if (card.has_issuer_keys())
        throw card::Error{Errc::card_not_blank, card::Step{"INITIALIZE UPDATE"}, "the card has issuer keys"};
    prove_keys(card, found.application);
    require_no_keys(card);
}

void recognise_begun_applet(Production& card, const Recognised& found)
{
    prove_keys(card, found.application);
}

applet::AccessRule free_to_read()
{
    return {.contact = Access::always, .contactless = Access::always};
}

/// Contactless nothing of the holder's is used: our own cards need PACE there, which this applet does not have.
applet::AccessRule rule_of(Slot slot)
{
    if (slot == Slot::card_authentication)
        return free_to_read();
    return {.contact = slot == Slot::signature ? Access::pin_always : Access::pin};
}

/// What exists already is of an earlier attempt: keys and contents are written over whatever is in it, and proven.
void create_containers(Production& card)
{
    namespace object = card::piv::object;
    card::iso7816::ChainingChannel channel{card.administration()};
    for (const auto tag : {object::chuid, object::ccc, object::security_object})
        applet::create_object(channel, tag, free_to_read());
    for (const auto& [slot, algorithm] : slot_keys(card.plan.record.card_type, card.profile.piv)) {
        applet::create_object(channel, card::piv::certificate_object(slot), free_to_read());
        applet::create_key(channel, slot, algorithm, rule_of(slot));
    }
    applet::limit_tries(channel, {.pin = card.profile.pin.tries, .puk = card.profile.puk.tries});
    applet::restrict_administration(channel);
}

units::Unit containers()
{
    return {text("containers"), "containers", {}, create_containers, units::cannot_tell};
}

units::Units applet_plan(const intake::Record& record, const card::profile::Profile& profile)
{
    require_pin(record);
    units::Units plan{containers(), units::puk(), units::pin()};
    for (units::Unit& unit : pki_content(record, profile))
        plan.push_back(std::move(unit));
    for (units::Unit& unit : units::Units{units::issuer_keys(), units::initialized(), units::secured()})
        plan.push_back(std::move(unit));
    return plan;
}

/// How many tries the PUK has the applet does not tell, nor whether PIN or PUK are published ones.
void check_closed_applet(card::iso7816::Channel& channel, const card::profile::Profile& profile)
{
    check_pin_tries(channel, profile.pin.tries);
}

card::gp::Kdd chip_of_applet(card::iso7816::Channel& channel, card::crypto::RandomSource& random)
{
    return card::gp::begin(channel, random).card.kdd;
}

void check_applet(card::iso7816::Transport& transport, const Production& written, const TrustData& trust)
{
    card::iso7816::PlainChannel plain{transport};
    perso::select(plain, Application::pki, written.profile, true);
    card::iso7816::ChainingChannel channel{plain};
    check_pki(channel, written, trust);
    check_pin(channel, written.secrets.pin, written.profile);
    check_closed_applet(channel, written.profile);
    check_puk(channel, written.secrets.puk, written.profile); // which makes its tries full
}

} // namespace

const Driver& openfips201()
{
    static constexpr Driver driver{.name = "openfips201",
        .identify = identify_applet,
        .recognise_blank = recognise_blank_applet,
        .recognise_begun = recognise_begun_applet,
        .plan = applet_plan,
        .check = check_applet,
        .chip = chip_of_applet,
        .check_closed = check_closed_applet};
    return driver;
}

} // namespace perso::drivers
