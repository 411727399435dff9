// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/units/issuing_station.hpp"

#include "services/issued_card.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

namespace test {

/// A card of another make that this office made is none of those that its services are for: every one of them looks for
/// its card first, and nothing was changed by then.
inline void check_services_refuse(IssuingStation& office, PoweredCard& card)
{
    StationProcess process = office.start();
    card.power_up();
    const refcard::Bytes before = refcard::encode(card.image());
    perso::IssuedCard issued{card, office.issuer(), office.profile(), card::crypto::system_random()};
    CHECK(error_of([&] { return issued.recognise(*process.database); }) == card::Errc::card_foreign);
    CHECK(refcard::encode(card.image()) == before);
}

} // namespace test
