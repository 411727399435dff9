// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "status.hpp"

namespace refcard {

/// The longest APDUs that the card takes and gives, in bytes; EF.ATR/INFO announces them.
struct Buffers {
    std::size_t command;
    std::size_t response; ///< status word included

    /// Both at most 256: the card knows short APDUs only, of their natural lengths.
    bool short_only() const { return command <= 256 && response <= 256; }

    std::size_t longest_command() const { return short_only() ? 5 + 255 + 1 : command; }

    std::size_t longest_response() const { return short_only() ? 256 + 2 : response; }
};

/// A command APDU taken apart, still protected if it is. [7816-4:2005] §5.1
struct Apdu {
    std::uint8_t cla = 0;
    std::uint8_t ins = 0;
    std::uint8_t p1 = 0;
    std::uint8_t p2 = 0;
    Bytes data = {};
    std::size_t ne = 0; ///< 0: no Le
    Bytes length = {};  ///< Lc as it was sent: nothing, one byte, or 00 and two bytes

    Bytes header() const { return {cla, ins, p1, p2}; }

    /// Throws Refusal{wrong_length} for lengths that contradict each other or the buffers.
    static Apdu parse(ByteView raw, const Buffers& buffers);
};

/// A response APDU.
Bytes response(ByteView data, Sw sw);

} // namespace refcard
