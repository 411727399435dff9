// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/crypto/hash.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

constexpr std::string_view stage = text("CAN and password of the MRZ");

card::SecureBytes new_can(Production& card)
{
    return card.secrets.can.clone();
}

/// K of the MRZ is the hash of what the zone tells. [9303-11] §9.7.3
card::SecureBytes key_of_mrz(Production& card)
{
    const std::string information = card::lds::mrz_information(mrz(card.plan, card.profile));
    return card::crypto::secret_digest(card::crypto::Hash::sha1, {card::as_bytes(information)});
}

} // namespace

// To ask for a password is PACE, and a wrong answer makes the card wait before the next: writing it again is shorter.
Unit can(const card::profile::Profile& profile)
{
    return {stage, "CAN", {}, {}, cannot_tell,
        Piece{.where = {profile.dgi.can.value}, .sensitive = true, .content = new_can}};
}

Unit mrz_password(const card::profile::Profile& profile)
{
    return {stage, "password of the MRZ", {}, {}, cannot_tell,
        Piece{.where = {profile.dgi.mrz.value}, .sensitive = true, .content = key_of_mrz}};
}

} // namespace perso::units
