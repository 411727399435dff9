// SPDX-License-Identifier: Apache-2.0
#include "card/piv/retries.hpp"

#include "pin_block.hpp"
#include "tags.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/pin.hpp"
#include "card/piv/application.hpp"

namespace card::piv {

namespace {

using iso7816::PinResult;

constexpr const char* step = "SET PIN RETRIES";
constexpr unsigned most_tries = 15;
constexpr unsigned enough_tries = 3; // one for the published value, one for the new one, and one is never spent

/// One of the two references, with its published and its new value.
struct Value {
    std::uint8_t reference;
    SecureBytes published;
    SecureBytes wanted;
    const char* name;
    Errc wrong;
    Errc blocked;
    Errc last_try;
};

Value pin_value(const NewValues& values, const profile::Profile& profile)
{
    return {reference::pin, pin_block(as_bytes(default_pin), profile.pin), pin_block(values.pin, profile.pin), "PIN",
        Errc::pin_wrong, Errc::pin_blocked, Errc::pin_last_try};
}

Value puk_value(const NewValues& values, const profile::Profile& profile)
{
    return {reference::puk, pin_block(as_bytes(default_puk), profile.puk), pin_block(values.puk, profile.puk), "PUK",
        Errc::puk_wrong, Errc::puk_blocked, Errc::puk_last_try};
}

void require_own(const Value& value)
{
    require(!ct_equal(value.published, value.wanted), Errc::pin_default, step, "the new value is a published one");
}

PinResult replace_published(iso7816::Channel& channel, const Value& value)
{
    return iso7816::change(channel, value.reference, value.published, value.wanted);
}

/// Runs `body`; what fails in it leaves these values published.
template <class Body>
void reporting(const char* published, Body body)
{
    try {
        if (body())
            return;
    } catch (const Error& error) {
        if (error.status_word())
            throw Error{Errc::pin_default, Step{step}, *error.status_word()}.with_field(published);
    }
    throw Error{Errc::pin_default, Step{step}, "the published PIN or PUK may still be set"}.with_field(published);
}

/// Whether the card failed in the middle of a command, which may have taken effect. [7816-4:2005] §5.1.3
bool broke_off(StatusWord status)
{
    return status.sw1() == 0x64 || status.sw1() == 0x65 || status.sw1() == 0x6F;
}

/// The tries left, if the card tells them.
std::optional<unsigned> tries_left(iso7816::Channel& channel, const Value& value)
{
    try {
        return iso7816::query(channel, value.reference).tries_left;
    } catch (const Error& error) {
        if (error.code() != Errc::unexpected_status) // YubiKey does not tell those of the PUK
            throw;
        return std::nullopt;
    }
}

void require_accepted(const PinResult& result, const Value& value)
{
    require(result.state != PinResult::State::blocked, value.blocked, step, "no tries left");
    require(result.ok(), value.wrong, step, "neither the published nor the new value");
}

/// The published value goes, or the new one is proven.
void settle(iso7816::Channel& channel, const Value& value)
{
    const std::optional<unsigned> before = tries_left(channel, value);
    require(!before || *before == 0 || *before >= enough_tries, value.last_try, step, "too few tries left");
    const PinResult replaced = replace_published(channel, value);
    if (replaced.ok())
        return;
    require(replaced.state != PinResult::State::blocked, value.blocked, step, "no tries left");
    require(!replaced.tries_left || *replaced.tries_left > 1, value.last_try, step, "too few tries left");
    require_accepted(iso7816::change(channel, value.reference, value.wanted, value.wanted), value);
}

} // namespace

void set_retries(iso7816::Channel& channel, const Retries& retries, ByteView pin, const NewValues& values,
    const profile::Profile& profile)
{
    for (const unsigned tries : {retries.pin, retries.puk})
        require(tries >= 1 && tries <= most_tries, Errc::malformed_data, step, "not 1 to 15 tries");
    const Value new_pin = pin_value(values, profile);
    const Value new_puk = puk_value(values, profile);
    require_own(new_pin);
    require_own(new_puk);
    iso7816::require_verified(verify_pin(channel, pin, profile), "VERIFY");

    const char* const both = "PIN, PUK";
    std::optional<iso7816::Response> answer;
    reporting(both, [&] {
        answer = channel.transmit({.ins = ins::set_retries,
            .p1 = static_cast<std::uint8_t>(retries.pin),
            .p2 = static_cast<std::uint8_t>(retries.puk)});
        return !broke_off(answer->sw());
    });
    answer->require(iso7816::sw::ok, step); // a refusal changed nothing
    // The PIN first: its published value alone uses the keys.
    reporting(both, [&] { return replace_published(channel, new_pin).ok(); });
    reporting(new_puk.name, [&] { return replace_published(channel, new_puk).ok(); });
}

void replace_default_values(iso7816::Channel& channel, const NewValues& values, const profile::Profile& profile)
{
    const Value pin = pin_value(values, profile);
    const Value puk = puk_value(values, profile);
    require_own(pin);
    require_own(puk);
    settle(channel, pin);
    settle(channel, puk);
}

} // namespace card::piv
