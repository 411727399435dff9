// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/command.hpp"
#include "card/iso7816/response.hpp"

#include <algorithm>

namespace card::iso7816 {

/// The most that one command may carry through this channel: what the card's buffers (EF.ATR/INFO) leave after the
/// overhead of this channel and those below it.
struct Limits {
    std::size_t nc = max_short_nc; ///< command data, bytes
    std::size_t ne = max_short_ne; ///< response data, bytes

    /// What every card and every reader takes: short APDUs, or less where these are less. The answer to a 6700 that
    /// contradicts EF.ATR/INFO, see length_refused.
    constexpr Limits lowered() const { return {.nc = std::min(nc, max_short_nc), .ne = std::min(ne, max_short_ne)}; }

    friend bool operator==(const Limits&, const Limits&) = default;
};

/// Commands to the card, responses back. Channels stack: chaining over secure messaging or SCP03 over plain.
/// transmit never judges a status word; the call site does, by Response::require.
class CARD_API Channel {
public:
    virtual ~Channel() = default;

    /// Throws what Transport throws, and response_malformed, response_too_long; protected channels also
    /// secure_messaging_failed or scp_failed, after which they are closed for good.
    virtual Response transmit(const Command& command) = 0;

    virtual Limits limits() const = 0;
};

} // namespace card::iso7816
