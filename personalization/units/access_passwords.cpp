// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/hash.hpp"
#include "card/gp/store_data.hpp"
#include "text.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

constexpr std::string_view stage = text("CAN and password of the MRZ");

void write_can(Production& card)
{
    card::gp::store_sensitive_data(card.session(Application::identity), {card.profile.dgi.can.value}, card.secrets.can);
}

/// K of the MRZ is the hash of what the zone tells. [9303-11] §9.7.3
void write_mrz_password(Production& card)
{
    const std::string information = card::lds::mrz_information(mrz(card.plan, card.profile));
    const auto k = card::crypto::secret_digest(card::crypto::Hash::sha1, {card::as_bytes(information)});
    card::gp::store_sensitive_data(card.session(Application::identity), {card.profile.dgi.mrz.value}, k);
}

} // namespace

// To ask for a password is PACE, and a wrong answer makes the card wait before the next: writing it again is shorter.
Unit can()
{
    return {stage, "CAN", {}, write_can, cannot_tell};
}

Unit mrz_password()
{
    return {stage, "password of the MRZ", {}, write_mrz_password, cannot_tell};
}

} // namespace perso::units
