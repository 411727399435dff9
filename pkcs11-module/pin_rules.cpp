// SPDX-License-Identifier: Apache-2.0
#include "pin_rules.hpp"

#include "errors.hpp"
#include "settings.hpp"

#include "card/iso7816/status_word.hpp"
#include "card/profile/profile.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;
using card::Errc;
using card::Error;
using card::iso7816::PinResult;
using card::pcsc::PinBlock;
using Channel = TokenCard::Channel;
namespace reference = card::piv::reference;

/// Another application may say that there is none, too, therefore it is believed only after SELECT. Other makers' cards
/// refuse the question with many a status word, and that for the PUK as if they had none; then the tries left are not
/// known.
std::optional<PinResult> status_of(const TokenCard& card, Channel& channel, PinResult (*ask)(Channel&))
{
    try {
        return ask(channel);
    } catch (const Error& error) {
        const bool ours = card.selected().guid.has_value();
        const bool none =
            error.status_word() == card::iso7816::sw::reference_not_found && (ours || ask == card::piv::pin_status);
        if (!error.status_word() || (ours && !none))
            throw;
        card.believe_only_after_select();
        return none ? std::nullopt : std::optional{PinResult::wrong(std::nullopt)};
    }
}

/// The holder may say that software may spend the last try, for this process.
void require_more_than_one_try(const PinResult& status)
{
    if (status.state == PinResult::State::blocked)
        throw Error{Errc::pin_blocked, "blocked"};
    if (status.state == PinResult::State::wrong && status.tries_left == 1U && !read_settings().allow_final_try)
        throw Error{Errc::pin_last_try, "one try left, nothing sent"};
}

namespace {

/// [PKCS11-3.0] §5.1.6
void require_form(ByteView digits, std::size_t least, std::size_t most)
{
    const bool all_digits = std::all_of(digits.begin(), digits.end(), [](auto c) { return c >= '0' && c <= '9'; });
    require(all_digits, CKR_PIN_INVALID);
    require(digits.size() >= least && digits.size() <= most, CKR_PIN_LEN_RANGE);
}

} // namespace

void require_form_of_pin(ByteView digits)
{
    const card::profile::Pin& pin = card::profile::builtin().pin;
    require_form(digits, pin.min_digits, pin.max_digits);
}

void require_form_of_puk(ByteView digits)
{
    const card::profile::Puk& puk = card::profile::builtin().puk;
    require_form(digits, puk.digits, puk.digits);
}

// ---- PIN pad

namespace {

/// How many digits are typed.
PinBlock typed(std::size_t least, std::size_t most)
{
    return {.min_digits = static_cast<std::uint8_t>(least), .max_digits = static_cast<std::uint8_t>(most)};
}

PinBlock typed_pin()
{
    const card::profile::Pin& pin = card::profile::builtin().pin;
    return typed(pin.min_digits, pin.max_digits);
}

PinBlock typed_puk()
{
    const card::profile::Puk& puk = card::profile::builtin().puk;
    return typed(puk.digits, puk.digits);
}

/// A pad knows one range for all that is typed.
PinBlock typed_puk_and_pin()
{
    const PinBlock pin = typed_pin();
    const PinBlock puk = typed_puk();
    return typed(std::min(pin.min_digits, puk.min_digits), std::max(pin.max_digits, puk.max_digits));
}

/// The pad may answer instead of the card.
template <std::invocable<Channel&> Command>
PinResult on_pad(TokenCard& card, const PinBlock& block, Command command)
{
    namespace pad_sw = card::pcsc::pad_sw;
    card::pcsc::PinPad pad = card.pin_pad(block);
    card::iso7816::PlainChannel channel{pad};
    try {
        return command(channel);
    } catch (const Error& error) {
        require(error.status_word() != pad_sw::timed_out && error.status_word() != pad_sw::cancelled,
            CKR_FUNCTION_CANCELED);
        require(error.status_word() != pad_sw::new_pins_differ, CKR_PIN_INVALID);
        require(error.status_word() != pad_sw::wrong_length, CKR_PIN_LEN_RANGE);
        throw;
    }
}

/// Into which the pad writes what the holder types.
card::Bytes padding_alone()
{
    return card::Bytes(PinBlock{}.bytes, 0xFF);
}

PinResult change_on_pad(TokenCard& card, const PinBlock& block, std::uint8_t reference)
{
    return on_pad(card, block,
        [&](Channel& pad) { return card::iso7816::change(pad, reference, padding_alone(), padding_alone()); });
}

} // namespace

PinResult verify_pin_on_pad(TokenCard& card)
{
    return on_pad(
        card, typed_pin(), [](Channel& pad) { return card::iso7816::verify(pad, reference::pin, padding_alone()); });
}

PinResult change_pin_on_pad(TokenCard& card)
{
    return change_on_pad(card, typed_pin(), reference::pin);
}

PinResult change_puk_on_pad(TokenCard& card)
{
    return change_on_pad(card, typed_puk(), reference::puk);
}

PinResult reset_pin_on_pad(TokenCard& card)
{
    return on_pad(card, typed_puk_and_pin(),
        [](Channel& pad) { return card::iso7816::unblock(pad, reference::pin, padding_alone(), padding_alone()); });
}

} // namespace p11
