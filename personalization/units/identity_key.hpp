// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production/production.hpp"

namespace perso::units {

/// The chip makes the key of this number in the identity application, in place of one that it may have.
card::crypto::Point generate_identity_key(Production& card, unsigned key_id, card::crypto::Curve curve);

/// A key that was proven, for the store's record of it under `name`.
void record_proven(Production& card, const card::crypto::PublicKey& key, std::string name);

} // namespace perso::units
