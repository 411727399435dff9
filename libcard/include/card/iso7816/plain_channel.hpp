// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/iso7816/transport.hpp"

namespace card::iso7816 {

/// The lowest channel: one command becomes one APDU on the transport.
///
/// An answer in pieces (61xx) is collected by GET RESPONSE, always in clear and never more than 64 KiB; a 6Cxx makes
/// it repeat the command once with the length told, unless the command is protected, because a protected command may
/// not be sent twice. [7816-4:2005] §5.1.3, §7.6.1
class CARD_API PlainChannel : public Channel {
public:
    /// The transport must outlive the channel. Without knowledge of the card's buffers the limits are those of
    /// short APDUs.
    explicit PlainChannel(Transport& transport, Limits limits = {}) : transport_{transport}, limits_{limits} {}

    /// Also throws data_too_long for a command above limits().nc, response_too_long for an answer above its Ne or
    /// above 64 KiB.
    Response transmit(const Command& command) override;

    Limits limits() const override { return limits_; }

    /// What EF.ATR/INFO told, see buffers.hpp. Channels above follow.
    void set_limits(Limits limits) { limits_ = limits; }

private:
    Response send(const Command& command);
    Response collect(Response first, std::uint8_t cla);

    Transport& transport_;
    Limits limits_;
};

} // namespace card::iso7816
