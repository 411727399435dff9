// SPDX-License-Identifier: Apache-2.0
#include "card/gp/card_manager.hpp"

#include "card/base/error.hpp"
#include "card/piv/application.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

void delete_pki_application(Production& card)
{
    card::gp::delete_application(card.session(Application::management), card::piv::application_aid());
}

void replace_keys(Production& card)
{
    const auto& management = card.profile.management;
    card::gp::put_key(card.session(Application::management), {management.transport_kvn.value},
        {management.issuer_kvn.value}, card.issuer.issuer_keys(card.kdd));
    card.end_session();
    card.use_issuer_keys();
    card.session(Application::management); // the card's cryptogram proves that it holds the new keys
}

void secure_card(Production& card)
{
    using card::gp::LifeCycle;
    const card::iso7816::Aid aid{card.profile.management.issuer_security_domain};
    auto& session = card.session(Application::management);
    card::gp::set_status(session, aid, LifeCycle::initialized);
    card::gp::set_status(session, aid, LifeCycle::secured);
    card::require(card::gp::get_status(session, aid) == LifeCycle::secured, card::Errc::unexpected_status, "GET STATUS",
        "the card is not secured");
    card.end_session();
}

} // namespace perso::steps
