// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/pin.hpp"

#include "card/base/error.hpp"
#include "card/base/secure_bytes.hpp"

namespace card::iso7816 {

namespace {

/// Wiped whether transmit returns or throws.
class SecretCommand {
public:
    SecretCommand(Ins ins, std::uint8_t reference, std::initializer_list<ByteView> parts)
    {
        std::size_t size = 0;
        for (const ByteView part : parts)
            size += part.size();
        command_.ins = ins;
        command_.p2 = reference;
        command_.data.reserve(size);
        for (const ByteView part : parts)
            append(command_.data, part);
    }

    ~SecretCommand() { wipe(command_.data); }

    SecretCommand(const SecretCommand&) = delete;
    SecretCommand& operator=(const SecretCommand&) = delete;

    const Command& get() const { return command_; }

private:
    Command command_;
};

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
    const SecretCommand command{Ins::verify, reference, {value}};
    return judge(channel.transmit(command.get()).sw(), "VERIFY");
}

PinResult query(Channel& channel, std::uint8_t reference)
{
    return judge(channel.transmit({.ins = Ins::verify, .p2 = reference}).sw(), "VERIFY without data");
}

PinResult change(Channel& channel, std::uint8_t reference, ByteView old_value, ByteView new_value)
{
    const SecretCommand command{Ins::change_reference_data, reference, {old_value, new_value}};
    return judge(channel.transmit(command.get()).sw(), "CHANGE REFERENCE DATA");
}

PinResult unblock(Channel& channel, std::uint8_t reference, ByteView resetting_code, ByteView new_value)
{
    const SecretCommand command{Ins::reset_retry_counter, reference, {resetting_code, new_value}};
    return judge(channel.transmit(command.get()).sw(), "RESET RETRY COUNTER");
}

} // namespace card::iso7816
