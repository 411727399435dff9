// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/ec.hpp"

namespace perso::issuer::radar {

/// Private keys that no generator draws: 1 to this number, and the group order less these.
inline constexpr unsigned trivial_private_keys = 64;

/// The public key of such a private key. What crypto::Point holds is on its curve and not infinity, and a curve of
/// cofactor 1 has no other orders than that of the group: more can be wrong with a point only by its private key.
bool has_trivial_private_key(const card::crypto::Point& point);

} // namespace perso::issuer::radar
