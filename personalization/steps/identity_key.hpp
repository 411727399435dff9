// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

namespace perso::steps {

/// The chip makes the key of this number in the identity application; `name` is that of the store's record of it.
card::crypto::Point generate_identity_key(
    Production& card, unsigned key_id, card::crypto::Curve curve, std::string name);

} // namespace perso::steps
