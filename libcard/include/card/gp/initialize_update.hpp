// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/gp/scp03_keys.hpp"
#include "card/iso7816/channel.hpp"

namespace card::gp {

/// What a card answers to INITIALIZE UPDATE: who it is, and its half of the authentication. [GP-D] §7.1.1.6
struct CardIdentification {
    Kdd kdd;
    Kvn kvn;
    Challenge card_challenge;
    Cryptogram card_cryptogram;
    std::array<std::uint8_t, 3> sequence_counter; ///< present with pseudo-random challenges, i bit 5
};

/// Throws response_malformed unless the answer has 32 bytes, SCP03 and i = 70.
CARD_API CardIdentification decode_initialize_update(ByteView data);

/// INITIALIZE UPDATE. Alone it names the chip and the key version without authenticating anybody; it ends a session
/// that is open. Throws unexpected_status, response_malformed.
CARD_API CardIdentification initialize_update(iso7816::Channel& card, Kvn kvn, const Challenge& host_challenge);

} // namespace card::gp
