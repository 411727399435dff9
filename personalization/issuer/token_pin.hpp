// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/random.hpp"

namespace perso::issuer {

/// A PIN of the token that nobody types: 24 of 32 characters, 120 bits.
card::SecureBytes draw_pin(card::crypto::RandomSource& random);

} // namespace perso::issuer
