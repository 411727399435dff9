// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/slots.hpp"

namespace card::piv {

/// Whether the slot holds the private key that belongs to `key`, asked by what this slot's keys do: a fresh digest
/// signed; in 9D and the retired slots a secret agreed on with a fresh key, or a fresh block decrypted. False for a
/// wrong answer; a refusal throws as sign() does.
CARD_API bool has_private_key(
    iso7816::Channel& channel, Slot slot, const crypto::PublicKey& key, crypto::RandomSource& random);

} // namespace card::piv
