// SPDX-License-Identifier: Apache-2.0
#include "card/gp/store_data.hpp"
#include "card/piv/administration.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

void write_can(Production& card)
{
    card::gp::store_sensitive_data(card.session(Application::identity), {card.profile.dgi.can.value}, card.secrets.can);
}

void write_pin_and_puk(Production& card)
{
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    card::piv::set_puk(channel, card.secrets.puk, card.profile); // first, so that the PIN is never the only new one
    card::piv::set_pin(channel, card.secrets.pin, card.profile);
}

} // namespace perso::steps
