// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/wire/exchange.hpp"

namespace bench::wire {

/// What one message (an APDU) becomes below it.
struct Frames {
    std::size_t bytes = 0;   ///< of the side that sends it, with its framing
    std::size_t replies = 0; ///< bytes of the other side, which asks for the next block
    std::size_t turns = 0;   ///< how often the other side begins to send within it
};

/// T=1 with IFSC and IFSD of 254: prologue of three bytes and LRC around at most 254, and an R-block of four bytes of
/// the other side between two blocks of a chain. [7816-3:2006] §11.3, §11.6.2
Frames t1(std::size_t message);

/// ISO/IEC 14443-4 with frames of 256 in both directions: PCB and CRC, no CID, no NAD, so at most 253 of content;
/// R(ACK) of three bytes between two blocks of a chain. [14443-4:2018] §7.1, §7.5.2
Frames iso14443(std::size_t message);

/// T=1 bytes of both sides for a command with its answer, and for all.
std::size_t wire_bytes(const Exchange& exchange);
std::size_t wire_bytes(const Conversation& conversation);
/// Those of file blocks alone.
std::size_t file_block_bytes(const Conversation& conversation);

} // namespace bench::wire
