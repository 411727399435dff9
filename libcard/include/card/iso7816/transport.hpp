// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

namespace card::iso7816 {

/// Bytes to the card, bytes back: one of the two seams at which faults are tested.
class CARD_API Transport {
public:
    virtual ~Transport() = default;

    /// Sends one command APDU and returns the response APDU, at least SW1-SW2.
    /// Throws card_removed, card_swapped, card_reset, reader_failed, service_unavailable.
    virtual Bytes exchange(ByteView command) = 0;
};

} // namespace card::iso7816
