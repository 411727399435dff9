// SPDX-License-Identifier: Apache-2.0
#include "card/piv/application.hpp"

#include "pin_block.hpp"

#include "card/base/error.hpp"

namespace card::piv {

using iso7816::PinResult;

PinResult verify_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile)
{
    return iso7816::verify(channel, reference::pin, pin_block(pin, profile.pin));
}

PinResult pin_status(iso7816::Channel& channel)
{
    return iso7816::query(channel, reference::pin);
}

PinResult puk_status(iso7816::Channel& channel)
{
    return iso7816::query(channel, reference::puk);
}

void log_out(iso7816::Channel& channel)
{
    constexpr std::uint8_t forget = 0xFF;
    channel.transmit({.ins = iso7816::Ins::verify, .p1 = forget, .p2 = reference::pin})
        .require(iso7816::sw::ok, "VERIFY, log out");
}

PinResult change_pin(iso7816::Channel& channel, ByteView old_pin, ByteView new_pin, const profile::Profile& profile)
{
    return iso7816::change(channel, reference::pin, pin_block(old_pin, profile.pin), pin_block(new_pin, profile.pin));
}

PinResult change_puk(iso7816::Channel& channel, ByteView old_puk, ByteView new_puk, const profile::Profile& profile)
{
    return iso7816::change(channel, reference::puk, pin_block(old_puk, profile.puk), pin_block(new_puk, profile.puk));
}

PinResult reset_pin(iso7816::Channel& channel, ByteView puk, ByteView new_pin, const profile::Profile& profile)
{
    return iso7816::unblock(channel, reference::pin, pin_block(puk, profile.puk), pin_block(new_pin, profile.pin));
}

} // namespace card::piv
