// SPDX-License-Identifier: Apache-2.0
#include "card/session/holder_pin.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/pin.hpp"
#include "card/piv/application.hpp"

namespace card::session {

namespace {

using iso7816::PinResult;
namespace sw = iso7816::sw;

Tries tries_of(const PinResult& result)
{
    switch (result.state) {
    case PinResult::State::verified:
        return {Tries::State::ready};
    case PinResult::State::wrong:
        return {Tries::State::ready, result.tries_left};
    case PinResult::State::blocked:
        return {Tries::State::blocked, 0U};
    }
    return {};
}

/// `unknown` is what it means that the card does not know this reference.
Tries ask(iso7816::Channel& channel, std::uint8_t reference, Tries::State unknown)
{
    try {
        return tries_of(iso7816::query(channel, reference));
    } catch (const Error& error) {
        if (!error.status_word())
            throw;
        return {error.status_word() == sw::reference_not_found ? unknown : Tries::State::not_told};
    }
}

/// The card of a small child has no PKI application, and so no PIN.
piv::Selected select_application(iso7816::Channel& channel, const profile::Profile& profile)
{
    try {
        return piv::select(channel, profile.piv);
    } catch (const Error& error) {
        if (error.code() != Errc::file_not_found)
            throw;
        throw Error{Errc::pin_absent, Step{"SELECT PIV"}, "no PKI application"};
    }
}

/// [800-73-4] has no way to ask for the tries of the PUK: most cards keep them to themselves, ours tell.
HolderPin ask_both(iso7816::Channel& channel)
{
    using State = Tries::State;
    HolderPin state;
    state.pin = ask(channel, piv::reference::pin, State::absent);
    const State unknown_puk = state.pin.state == State::absent ? State::absent : State::not_told;
    state.puk = ask(channel, piv::reference::puk, unknown_puk);
    return state;
}

HolderPin look(iso7816::Channel& channel, const PinTerms& terms)
{
    const HolderPin state = pin_state(channel, *terms.profile);
    if (terms.card && state.guid && state.guid != terms.card)
        throw Error{Errc::card_swapped, Step{"SELECT PIV"}, "another card than the one that was asked before"};
    return state;
}

[[noreturn]] void refuse(Errc code, const char* sentence)
{
    throw Error{code, Step{"VERIFY without data"}, sentence};
}

/// pin_wrong and pin_blocked, said of the PUK.
void require_puk_accepted(const PinResult& result)
{
    constexpr const char* step = "RESET RETRY COUNTER";
    if (result.ok())
        return;
    if (result.state == PinResult::State::blocked)
        throw Error{Errc::puk_blocked, Step{step}, "no tries left"};
    Error wrong{Errc::puk_wrong, Step{step}, "the card refused the value"};
    if (result.tries_left)
        throw std::move(wrong).with_number(static_cast<long>(*result.tries_left));
    throw wrong;
}

} // namespace

void require_pin(const Tries& pin, bool last_try)
{
    if (pin.state == Tries::State::absent)
        refuse(Errc::pin_absent, "no PIN");
    if (pin.state == Tries::State::blocked)
        refuse(Errc::pin_blocked, "no tries left");
    if (pin.left == 1U && !last_try)
        refuse(Errc::pin_last_try, "one try left, nothing was sent");
}

void require_puk(const Tries& puk, bool last_try)
{
    if (puk.state == Tries::State::absent)
        refuse(Errc::pin_absent, "no PUK");
    if (puk.state == Tries::State::blocked)
        refuse(Errc::puk_blocked, "no tries left");
    if (puk.left == 1U && !last_try)
        refuse(Errc::puk_last_try, "one try left, nothing was sent");
}

HolderPin pin_state(iso7816::Channel& channel, const profile::Profile& profile)
{
    const piv::Selected selected = select_application(channel, profile);
    HolderPin state = ask_both(channel);
    if (selected.guid != piv::Guid{}) // zero before personalization
        state.guid = selected.guid;
    return state;
}

HolderPin change_pin(iso7816::Channel& channel, ByteView old_pin, ByteView new_pin, const PinTerms& terms)
{
    require_pin(look(channel, terms).pin, terms.last_try);
    const PinResult result = piv::change_pin(channel, old_pin, new_pin, *terms.profile);
    iso7816::require_verified(result, "CHANGE REFERENCE DATA");
    piv::log_out(channel); // the change left it verified
    return pin_state(channel, *terms.profile);
}

HolderPin unblock_pin(iso7816::Channel& channel, ByteView puk, ByteView new_pin, const PinTerms& terms)
{
    const HolderPin before = look(channel, terms);
    if (before.pin.state == Tries::State::absent)
        refuse(Errc::pin_absent, "no PIN");
    require_puk(before.puk, terms.last_try);
    require_puk_accepted(piv::reset_pin(channel, puk, new_pin, *terms.profile));
    piv::log_out(channel); // some cards leave it verified
    return pin_state(channel, *terms.profile);
}

} // namespace card::session
