// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/wire/framing.hpp"

namespace bench::wire {

/// What a card and its reader need besides the wire. Assumptions, not measurements: no card of the Republic is at hand.
struct Assumptions {
    double latency = 0.002;        ///< seconds of reader, driver and card for a command, besides all that follows
    double page_write = 0.003;     ///< seconds for one page of EEPROM
    std::size_t page = 128;        ///< bytes
    double key_generation = 0.150; ///< seconds for a key pair on P-256
    double key_use = 0.060;        ///< seconds for a signature, a key agreement or a step of PACE
};

/// Seconds, each cause apart.
struct Seconds {
    double wire = 0;
    double latency = 0;
    double memory = 0; ///< EEPROM
    double key_generation = 0;
    double key_use = 0;

    double total() const { return wire + latency + memory + key_generation + key_use; }
};

Seconds operator+(const Seconds& a, const Seconds& b);

/// Contacts at 4 MHz with TA1 = 16, as the card's answer to reset says: Fi 372, Di 32; a byte every 12 elementary time
/// units, 22 of them between blocks of opposite direction. [7816-3:2006] §8.3, §11.4.2
double contact_seconds(const Exchange& exchange);

/// ISO/IEC 14443 type A at 106, 212, 424 or 848 kbit/s: nine bits a byte, two bits around a frame, a frame delay time
/// of 1172/fc between frames of opposite direction. [14443-3:2018] §6.2. `kilobits`: one of these four.
double contactless_seconds(const Exchange& exchange, unsigned kilobits);

/// What the card does for this command, without the wire.
Seconds card_seconds(const Exchange& exchange, const Assumptions& assumptions);

/// A whole conversation over contacts, and contactless.
Seconds contact_time(const Conversation& conversation, const Assumptions& assumptions = {});
Seconds contactless_time(const Conversation& conversation, unsigned kilobits, const Assumptions& assumptions = {});

} // namespace bench::wire
