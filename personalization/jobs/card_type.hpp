// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"
#include "intake/record.hpp"

#include <algorithm>
#include <vector>

/// What the type of a card decides, and the profile: until when it is good, which keys it gets, whether it has PIN and
/// PUK.
namespace perso {

using card::lds::CardType;

/// Until when a card is good. A lifetime card has no expiry; its chip has a last day, after which the card is renewed.
struct Term {
    card::Date last_day;
    bool no_expiry = false;
};

/// A child's card ends the day before the birthday that ends its type, an adult's and a renewed one after the years of
/// the profile, on the day of the year of their issue. Of a birthday that is not fully known the latest counts.
Term term_of(const intake::Record& record, card::Date issued, const card::profile::Validity& validity);

/// The most years from the issue of a card to its last day, whatever its type: what signers' certificates outlive.
int longest_term(const card::profile::Validity& validity);

/// The smallest children have the identity application alone.
constexpr bool has_pki(CardType type)
{
    return type != CardType::under_6;
}

/// Who has a PIN has a PUK, and what the PIN is for: the keys that need it.
constexpr bool has_pin(CardType type)
{
    return type != CardType::under_6 && type != CardType::from_6_to_14;
}

/// Whether the chip proves itself within PACE; then it has a key for that, and EF.CardSecurity.
inline bool has_chip_mapping(const card::profile::Profile& profile)
{
    return std::ranges::count(profile.pace.mappings, card::profile::Mapping::chip_authentication) > 0;
}

/// A key of the PKI application.
struct SlotKey {
    card::piv::Slot slot;
    card::piv::Algorithm algorithm;
};

/// The keys of a card of this type.
std::vector<SlotKey> slot_keys(CardType type, const card::profile::Piv& piv);

} // namespace perso
