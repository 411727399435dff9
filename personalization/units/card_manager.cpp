// SPDX-License-Identifier: Apache-2.0
#include "card/gp/card_manager.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/application.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

using card::gp::LifeCycle;

constexpr std::string_view closing = text("life cycle SECURED");

void delete_pki_application(Production& card)
{
    card::gp::delete_application(card.session(Application::management), card::piv::application_aid());
}

/// A card without it has no such name.
Held is_pki_gone(Production& card)
{
    card.forget_selection();
    const auto answer =
        card.plain.transmit(card::iso7816::select_application_with_answer(card::piv::application_aid()));
    return held_if(answer.sw() == card::iso7816::sw::file_not_found);
}

/// PUT KEY compares the check values of all three keys; the session, whose keys were derived before, goes on.
void replace_keys(Production& card)
{
    const auto& management = card.profile.management;
    card::gp::put_key(card.session(Application::management), {management.transport_kvn.value},
        {management.issuer_kvn.value}, card.issuer.issuer_keys(card.kdd));
    card.use_issuer_keys();
}

/// The card's cryptogram proves that it holds the issuer's keys. Nothing is sent under them.
void prove_issuer_keys(Production& card)
{
    card.end_session();
    card.select(Application::management);
    const auto opening = card::gp::begin(card.plain, card.random, {card.profile.management.issuer_kvn.value});
    card::require(card::gp::holds(card.keys(), opening), card::Errc::key_check_failed, "INITIALIZE UPDATE",
        "the card does not hold the issuer's keys");
}

/// Recognition found out by INITIALIZE UPDATE, and the session by the cryptogram.
Held has_issuer_keys(Production& card)
{
    return held_if(card.has_issuer_keys());
}

card::iso7816::Aid security_domain(const Production& card)
{
    return card::iso7816::Aid{card.profile.management.issuer_security_domain};
}

LifeCycle life_cycle(Production& card)
{
    return card::gp::get_status(card.session(Application::management), security_domain(card));
}

void set_life_cycle(Production& card, LifeCycle state)
{
    card::gp::set_status(card.session(Application::management), security_domain(card), state);
}

/// The card's MAC stands on its 9000; the quality check shows that it does what a secured card does.
void secure(Production& card)
{
    set_life_cycle(card, LifeCycle::secured);
    prove_issuer_keys(card);
}

} // namespace

Unit no_pki_application()
{
    return {text("without PKI"), "no PKI application", {}, delete_pki_application, is_pki_gone};
}

Unit issuer_keys()
{
    return {text("issuer keys"), "issuer keys", {}, replace_keys, has_issuer_keys};
}

Unit initialized()
{
    return {closing, "INITIALIZED", {}, [](Production& card) { set_life_cycle(card, LifeCycle::initialized); },
        [](Production& card) { return held_if(life_cycle(card) != LifeCycle::op_ready); }};
}

Unit secured()
{
    return {closing, "SECURED", {}, secure,
        [](Production& card) { return held_if(life_cycle(card) == LifeCycle::secured); }};
}

} // namespace perso::units
