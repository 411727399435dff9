// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/pin.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/secret_command.hpp"

namespace card::iso7816 {

namespace {

PinResult judge(StatusWord status, const char* step)
{
    if (status == sw::ok)
        return PinResult::verified();
    if (status == sw::authentication_blocked || status == StatusWord{0x63C0})
        return PinResult::blocked();
    if (const auto tries = sw::tries_left(status))
        return PinResult::wrong(tries);
    if (status == sw::verification_failed)
        return PinResult::wrong(std::nullopt);
    throw Error{Errc::unexpected_status, Step{step}, status};
}

} // namespace

void require_verified(const PinResult& result, std::string_view step)
{
    if (result.ok())
        return;
    if (result.state == PinResult::State::blocked)
        throw Error{Errc::pin_blocked, Step{std::string{step}}, "no tries left"};
    Error error{Errc::pin_wrong, Step{std::string{step}}, "the card refused the value"};
    if (result.tries_left)
        throw std::move(error).with_number(static_cast<long>(*result.tries_left));
    throw error;
}

PinResult verify(Channel& channel, std::uint8_t reference, ByteView value)
{
    const SecretCommand command{{.ins = Ins::verify, .p2 = reference}, {value}};
    return judge(channel.transmit(command.get()).sw(), "VERIFY");
}

PinResult query(Channel& channel, std::uint8_t reference)
{
    return judge(channel.transmit({.ins = Ins::verify, .p2 = reference}).sw(), "VERIFY without data");
}

PinResult change(Channel& channel, std::uint8_t reference, ByteView old_value, ByteView new_value)
{
    const SecretCommand command{{.ins = Ins::change_reference_data, .p2 = reference}, {old_value, new_value}};
    return judge(channel.transmit(command.get()).sw(), "CHANGE REFERENCE DATA");
}

PinResult unblock(Channel& channel, std::uint8_t reference, ByteView resetting_code, ByteView new_value)
{
    const SecretCommand command{{.ins = Ins::reset_retry_counter, .p2 = reference}, {resetting_code, new_value}};
    return judge(channel.transmit(command.get()).sw(), "RESET RETRY COUNTER");
}

} // namespace card::iso7816
