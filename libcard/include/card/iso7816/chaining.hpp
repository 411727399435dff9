// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"

namespace card::iso7816 {

/// Command chaining: data above the limit of the channel below goes in several commands, all but the last marked with
/// CLA bit 5. It lies on top of a secure channel, so that every APDU of a chain is protected. [7816-4:2005] §5.1.1.1
class CARD_API ChainingChannel : public Channel {
public:
    /// The channel below must outlive this one.
    explicit ChainingChannel(Channel& below) : below_{below} {}

    /// The answer to the last command, or the first answer that is not 9000. Also throws data_too_long when the channel
    /// below has no room for data.
    Response transmit(const Command& command) override;

    Limits limits() const override { return {.nc = max_extended_nc, .ne = below_.limits().ne}; }

private:
    Channel& below_;
};

} // namespace card::iso7816
