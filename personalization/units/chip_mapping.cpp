// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_mapping.hpp"

#include "base/text.hpp"
#include "card/auth/pace.hpp"
#include "card/base/error.hpp"
#include "units/identity_key.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

card::auth::pace::Parameters parameters(const Production& card)
{
    const auto offered = card::auth::pace::choose(card.card_access, card::auth::pace::Mapping::chip_authentication);
    card::require(offered.has_value(), card::Errc::pace_unsupported, "EF.CardAccess", "no chip authentication mapping");
    return *offered;
}

/// On the curve of PACE, as it must be. [9303-11] §4.4.3.3.3
void generate(Production& card)
{
    card.mapping_key = generate_identity_key(card, card.profile.pace.cam_key_id, parameters(card).group.curve());
}

/// No other command uses the key: so the card opens PACE with the CAN that it has just been given, and what it sends
/// must be of this key.
void prove(Production& card)
{
    card.end_session(); // PACE is taken in every application
    const auto established =
        card::auth::pace::establish(card.plain, parameters(card), card::auth::Can{card.secrets.can}, card.random);
    card::require(card::auth::pace::maps_to(*card.mapping_key, established.mapping.value()), card::Errc::key_rejected,
        "proof of possession", "the mapping is not by the new key");
    record_proven(card, *card.mapping_key, "CAM");
}

} // namespace

Unit mapping_key()
{
    return {text("key of chip authentication mapping"), "key CAM", {}, generate, cannot_tell};
}

Unit mapping_proof()
{
    return {text("proof of chip authentication mapping"), "proof CAM", {}, prove, cannot_tell};
}

} // namespace perso::units
