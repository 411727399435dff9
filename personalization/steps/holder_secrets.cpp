// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/hash.hpp"
#include "card/gp/store_data.hpp"
#include "card/piv/administration.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

/// K of the MRZ is the hash of what the zone tells. [9303-11] §9.7.3
void write_access_passwords(Production& card)
{
    const std::string information = card::lds::mrz_information(mrz(card.plan, card.profile));
    const auto k = card::crypto::secret_digest(card::crypto::Hash::sha1, {card::as_bytes(information)});
    auto& session = card.session(Application::identity);
    card::gp::store_sensitive_data(session, {card.profile.dgi.can.value}, card.secrets.can);
    card::gp::store_sensitive_data(session, {card.profile.dgi.mrz.value}, k);
}

void write_pin_and_puk(Production& card)
{
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    card::piv::set_puk(channel, card.secrets.puk, card.profile); // first, so that the PIN is never the only new one
    card::piv::set_pin(channel, card.secrets.pin, card.profile);
}

void remove_pin_and_puk(Production& card)
{
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    card::piv::clear_pin(channel);
    card::piv::clear_puk(channel);
}

} // namespace perso::steps
