// SPDX-License-Identifier: Apache-2.0
#include "services/reset_pin.hpp"

#include "card/base/error.hpp"
#include "card/piv/administration.hpp"
#include "letters/letters.hpp"
#include "life/services.hpp"
#include "office/clock.hpp"
#include "quality/quality_check_pki.hpp"

namespace perso {

using card::Errc;

namespace {

/// With the right values only, so that no try is spent; CHANGE REFERENCE DATA from the PUK to itself proves it.
void prove(IssuedCard& card, const CardSecrets& secrets)
{
    constexpr std::string_view step = "prove PIN and PUK";
    auto channel = card.in_clear();
    check_pin(channel, secrets.pin, card.profile, step);
    check_pin_tries(channel, card.profile.pin.tries, step);
    check_puk(channel, secrets.puk, card.profile, step);
    check_puk_tries(channel, card.profile.puk.tries, step);
}

} // namespace

life::Card require_ordered_card(IssuedCard& card, const ServiceOrder& order)
{
    life::Card found = card.recognise(order.database);
    if (found.document_number != order.document_number)
        throw card::Error{Errc::card_of_other_job, card::Step{"recognise the card"}, "another card"}.with_field(
            found.document_number);
    return found;
}

std::filesystem::path reset_pin(IssuedCard& card, const ServiceOrder& order, const std::filesystem::path& letters)
{
    const life::Card found = require_ordered_card(card, order);
    const auto service = life::begin_service(order.database, found, life::Service::pin, order.person, now());

    const CardSecrets secrets = draw_secrets(card.profile, true, card.random);
    const auto letter = order.database.change([&] { // nobody's newer letter is written over
        life::require_turn(order.database, found, service);
        return write_pin_letter(
            letters, found.document_number, service.number, token_serial(CardType::adult, found.guid), secrets);
    });
    {
        auto channel = card.administration();
        life::require_turn(order.database, found, service);
        card::piv::set_puk(channel, secrets.puk, card.profile); // first, so that the PIN is never the only new one
        card::piv::set_pin(channel, secrets.pin, card.profile);
    }
    prove(card, secrets);
    life::end_pin_service(order.database, found, service, order.person, now());
    return letter;
}

} // namespace perso
