// SPDX-License-Identifier: Apache-2.0
// PIN and PUK of the token: logins, changes, and what is never sent.
#include "errors.hpp"
#include "slot.hpp"

#include "card/iso7816/status_word.hpp"
#include "card/profile/profile.hpp"

#include <cstdlib>

namespace p11 {

using card::ByteView;
using card::Errc;
using card::Error;
using card::iso7816::PinResult;
using Channel = TokenCard::Channel;

namespace {

/// Nothing on a card whose PIN or PUK was taken away.
std::optional<PinResult> status_of(Channel& channel, PinResult (*ask)(Channel&))
{
    try {
        return ask(channel);
    } catch (const Error& error) {
        if (error.status_word() != card::iso7816::sw::reference_not_found)
            throw;
        return std::nullopt;
    }
}

/// The holder may say that software may spend the last try, for this process.
bool final_try_allowed()
{
    const char* value = secure_getenv("IDCARD_ALLOW_FINAL_TRY");
    return value != nullptr && std::string_view{value} == "1";
}

/// Software never spends the holder's last try by itself.
void require_more_than_one_try(const PinResult& status)
{
    if (status.state == PinResult::State::blocked)
        throw Error{Errc::pin_blocked, "blocked"};
    if (status.state == PinResult::State::wrong && status.tries_left == 1U && !final_try_allowed())
        throw Error{Errc::pin_last_try, "one try left, nothing sent"};
}

void require_more_than_one_try_of_pin(Channel& channel)
{
    const std::optional<PinResult> status = status_of(channel, card::piv::pin_status);
    require(status.has_value(), CKR_USER_PIN_NOT_INITIALIZED);
    require_more_than_one_try(*status);
}

} // namespace

/// Selects first, because another application may have answered that there is no PIN.
Slot::PinState Slot::pin_state()
{
    const std::optional<PinResult> status = with_card([](TokenCard& card) {
        return card.perform_selected([](Channel& channel) { return status_of(channel, card::piv::pin_status); });
    });
    release_idle_card();
    if (!status)
        return {.present = false};
    return {.tries = status->ok() ? std::nullopt : status->tries_left};
}

PinResult Slot::send_pin(ByteView pin)
{
    return with_card([&](TokenCard& card) {
        return card.perform_selected([&](Channel& channel) {
            require_more_than_one_try_of_pin(channel);
            return card::piv::verify_pin(channel, pin, card::profile::builtin());
        });
    });
}

/// That the card answers "verified already" is no login of ours: the PIN is sent all the same.
void Slot::login(ByteView pin)
{
    require(login_ != Login::security_officer, CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    require(login_ == Login::nobody, CKR_USER_ALREADY_LOGGED_IN);
    card::iso7816::require_verified(send_pin(pin), "C_Login");
    login_ = Login::user;
}

/// A PIN that is found blocked ends the login. [PKCS11-2.40] §5.6
void Slot::verify_again(ByteView pin)
{
    require(logged_in(), CKR_USER_NOT_LOGGED_IN);
    try {
        card::iso7816::require_verified(send_pin(pin), "C_Login");
    } catch (const Error& error) {
        if (error.code() == Errc::pin_blocked)
            end_login();
        throw;
    }
}

/// What a login showed goes with it.
void Slot::end_login() noexcept
{
    login_ = Login::nobody;
    puk_ = {};
    std::erase_if(made_, [](const auto& entry) { return entry.second.object.is_private; });
}

void Slot::logout()
{
    require(login_ != Login::nobody, CKR_USER_NOT_LOGGED_IN);
    const bool verified_pin = logged_in();
    end_login();
    if (!verified_pin)
        return;
    with_card([](TokenCard& card) {
        try {
            card.perform_selected([](Channel& channel) { card::piv::log_out(channel); });
        } catch (...) {
            card.reset();
            throw;
        }
    });
}

void Slot::change_pin(ByteView old_pin, ByteView new_pin)
{
    const PinResult result = with_card([&](TokenCard& card) {
        return card.perform_selected([&](Channel& channel) {
            require_more_than_one_try_of_pin(channel);
            const PinResult changed = card::piv::change_pin(channel, old_pin, new_pin, card::profile::builtin());
            if (changed.ok() && !logged_in()) // the card takes a change for a login; nobody asked for one
                card::piv::log_out(channel);
            return changed;
        });
    });
    card::iso7816::require_verified(result, "C_SetPIN");
}

// ---- PUK

void Slot::learn_puk_tries(const PinResult& result)
{
    if (result.ok())
        token_->puk_tries.reset();
    else
        token_->puk_tries = result.tries_left;
}

void Slot::change_puk(ByteView old_puk, ByteView new_puk)
{
    const PinResult result = with_card([&](TokenCard& card) {
        return card.perform_selected([&](Channel& channel) {
            const std::optional<PinResult> status = status_of(channel, card::piv::puk_status);
            require(status.has_value(), CKR_USER_TYPE_INVALID);
            learn_puk_tries(*status);
            require_more_than_one_try(*status);
            return card::piv::change_puk(channel, old_puk, new_puk, card::profile::builtin());
        });
    });
    learn_puk_tries(result);
    card::iso7816::require_verified(result, "PUK");
    if (login_ == Login::security_officer)
        puk_ = card::SecureBytes{new_puk};
}

/// The card has no login by PUK: changed to itself it is proven, and kept for C_InitPIN.
void Slot::login_security_officer(ByteView puk)
{
    require(login_ != Login::user, CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    require(login_ == Login::nobody, CKR_USER_ALREADY_LOGGED_IN);
    require(session_count(false) == session_count(true), CKR_SESSION_READ_ONLY_EXISTS);
    change_puk(puk, puk);
    login_ = Login::security_officer;
    puk_ = card::SecureBytes{puk};
}

void Slot::reset_pin(ByteView new_pin)
{
    require(login_ == Login::security_officer, CKR_USER_NOT_LOGGED_IN);
    const PinResult result = with_card([&](TokenCard& card) {
        return card.perform_selected(
            [&](Channel& channel) { return card::piv::reset_pin(channel, puk_, new_pin, card::profile::builtin()); });
    });
    learn_puk_tries(result);
    if (!result.ok()) // another program changed the PUK
        end_login();
    card::iso7816::require_verified(result, "C_InitPIN");
}

} // namespace p11
