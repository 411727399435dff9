// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"
#include "base/text.hpp"
#include "card/session/detect.hpp"
#include "card/sm/secure_channel.hpp"
#include "units/identity_key.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

/// A small child's card has no unit before this one: what is cut off here was not begun.
void open_session(Production& card)
{
    card.session(Application::identity);
}

void generate(Production& card)
{
    card.chip_authentication_key =
        generate_identity_key(card, card.profile.chip_authentication.key_id, card::crypto::Curve::p256);
}

void prove(Production& card)
{
    card.end_session();
    card.select(Application::identity);
    const auto& profile = card.profile.chip_authentication;
    const card::auth::chip::Parameters parameters{.protocol = chip_authentication_info(profile).oid,
        .key_id = profile.key_id,
        .public_key = *card.chip_authentication_key,
        .key_size = profile.key_bits / 8};
    card::sm::SecureChannel proof{card.plain, card::auth::chip::authenticate(card.plain, parameters, card.random)};
    proof.transmit(card::iso7816::select_application(card::session::identity_aid()))
        .require(card::iso7816::sw::ok, "SELECT under the chip's new keys");
    record_proven(card, *card.chip_authentication_key, "CA");
}

} // namespace

/// A key whose answer was lost is known to nobody: another takes its place.
Unit chip_authentication_key()
{
    return {text("chip authentication key"), "key CA", open_session, generate, cannot_tell};
}

Unit chip_authentication_proof()
{
    return {text("proof of the chip authentication key"), "proof CA", {}, prove, cannot_tell};
}

} // namespace perso::units
