// SPDX-License-Identifier: Apache-2.0
#include "pin_commands.hpp"

namespace refcard {

namespace {

constexpr std::uint8_t log_out = 0xFF;
constexpr std::uint8_t administrative_change = 0xFF; // P1 of CHANGE REFERENCE DATA without the old value

ReferenceId reference_id(std::uint8_t p2)
{
    require(p2 == 0x80 || p2 == 0x81, Sw::reference_not_found);
    return ReferenceId{p2};
}

/// Two references in one data field: the one that is proven and the one that is set.
struct Pair {
    ByteView proven;
    ByteView set;
};

Pair take_pair(ByteView data)
{
    require(data.size() == 2 * References::size, Sw::wrong_data);
    return {.proven = data.first(References::size), .set = data.last(References::size)};
}

} // namespace

Answer PinCommands::verify(const Command& command)
{
    require_interindustry(command);
    require(command.p1 == 0x00 || command.p1 == log_out, Sw::wrong_parameters);
    const ReferenceId id = reference_id(command.p2);
    const unsigned tries = references_.tries(id);
    if (id == ReferenceId::puk) { // it tells its tries and is proven by RESET RETRY COUNTER alone
        require(command.p1 == 0x00 && command.data.empty(), Sw::reference_not_found);
        return {.sw = tries_left(tries)};
    }
    if (command.p1 == log_out) {
        require_no_data(command);
        verified_ = false;
        return {};
    }
    if (command.data.empty())
        return {.sw = verified_ ? Sw::ok : tries_left(tries)};
    // A value of a wrong form spends no try, and leaves what was proven before.
    require(tries > 0, Sw::blocked);
    references_.require_format(ReferenceId::pin, command.data);
    verified_ = false;
    references_.verify(ReferenceId::pin, command.data);
    verified_ = true;
    verified_at_ = command.last_apdu;
    return {};
}

bool PinCommands::verified_just_before(const Command& command) const
{
    return verified_ && command.first_apdu == verified_at_ + 1;
}

// Old value, new value; or, by the issuer, the new value alone.
Answer PinCommands::change_reference_data(const Command& command)
{
    if (command.p1 == administrative_change) {
        set_by_issuer(command);
        return {};
    }
    require_interindustry(command);
    require(command.p1 == 0x00, Sw::wrong_parameters);
    const ReferenceId id = reference_id(command.p2);
    require(references_.tries(id) > 0, Sw::blocked);
    const Pair values = take_pair(command.data);
    references_.require_format(id, values.proven);
    references_.require_format(id, values.set);
    if (id == ReferenceId::pin)
        verified_ = false;
    references_.verify(id, values.proven);
    references_.set(id, values.set);
    if (id == ReferenceId::pin)
        verified_ = true;
    return {};
}

// No value takes the reference away, which only the card's first owner may do, and which lasts. [PKI-14]
void PinCommands::set_by_issuer(const Command& command)
{
    require_administration(command);
    const ReferenceId id = reference_id(command.p2);
    const bool secured = chip_.image().secured();
    if (command.data.empty()) {
        require(!secured, Sw::conditions);
        references_.remove(id);
    } else {
        require(!secured || references_.exists(id), Sw::reference_not_found);
        references_.set(id, command.data);
    }
    if (id == ReferenceId::pin)
        verified_ = false;
}

// PUK, new PIN.
Answer PinCommands::reset_retry_counter(const Command& command)
{
    require_interindustry(command);
    require(command.p1 == 0x00, Sw::wrong_parameters);
    require(
        reference_id(command.p2) == ReferenceId::pin && references_.exists(ReferenceId::pin), Sw::reference_not_found);
    require(references_.tries(ReferenceId::puk) > 0, Sw::blocked);
    const Pair values = take_pair(command.data);
    references_.require_format(ReferenceId::puk, values.proven);
    references_.require_format(ReferenceId::pin, values.set);
    references_.verify(ReferenceId::puk, values.proven);
    references_.set(ReferenceId::pin, values.set);
    verified_ = false;
    return {};
}

// P1 tries of the PIN, P2 of the PUK.
Answer PinCommands::set_retries(const Command& command)
{
    require(verified_, Sw::security_status);
    const auto possible = [](std::uint8_t tries) { return tries >= 1 && tries <= 15; };
    require(possible(command.p1) && possible(command.p2), Sw::wrong_parameters);
    require_no_data(command);
    require(references_.exists(ReferenceId::pin) && references_.exists(ReferenceId::puk), Sw::reference_not_found);
    references_.reset_both(command.p1, command.p2);
    verified_ = false;
    return {};
}

} // namespace refcard
