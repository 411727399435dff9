// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "card/crypto/random.hpp"
#include "office.hpp"

namespace perso::issuer {

/// A PIN of the token that nobody types: 24 of 32 characters, 120 bits.
card::SecureBytes draw_pin(card::crypto::RandomSource& random);

/// Gives the office's token another PIN of its user; its keys stay. Throws hsm_pin_wrong, hsm_unavailable, hsm_failed.
void change_pin(const Office& office, card::ByteView pin, card::ByteView new_pin);

} // namespace perso::issuer
