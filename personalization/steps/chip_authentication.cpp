// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"
#include "steps/identity_key.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

void generate_chip_authentication_key(Production& card)
{
    card.chip_authentication_key =
        generate_identity_key(card, card.profile.chip_authentication.key_id, card::crypto::Curve::p256, "CA");
}

void prove_chip_authentication_key(Production& card)
{
    card.end_session();
    select(card.plain, Application::identity, card.profile);
    const auto& profile = card.profile.chip_authentication;
    const card::auth::chip::Parameters parameters{.protocol = chip_authentication_info(profile).oid,
        .key_id = profile.key_id,
        .public_key = *card.chip_authentication_key,
        .key_size = profile.key_bits / 8};
    card::sm::SecureChannel proof{card.plain, card::auth::chip::authenticate(card.plain, parameters, card.random)};
    proof.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT under the chip's new keys");
}

} // namespace perso::steps
