// SPDX-License-Identifier: Apache-2.0
// PIN and PUK of the token: logins, changes, and what is never sent.
#include "errors.hpp"
#include "pin_rules.hpp"
#include "slot.hpp"

#include "card/profile/profile.hpp"

namespace p11 {

using card::ByteView;
using card::Errc;
using card::Error;
using card::iso7816::PinResult;
using Channel = TokenCard::Channel;

namespace {

using Clock = Deadline::Clock;

/// How long other programs wait for a signature whose PIN was given.
constexpr std::chrono::seconds longest_hold{2};

void require_more_than_one_try_of_pin(const TokenCard& card, Channel& channel)
{
    const std::optional<PinResult> status = status_of(card, channel, card::piv::pin_status);
    require(status.has_value(), CKR_USER_PIN_NOT_INITIALIZED);
    require_more_than_one_try(*status);
}

/// What came before stays done, whatever becomes of this.
bool logs_out(Channel& channel) noexcept
try {
    card::piv::log_out(channel);
    return true;

} catch (...) { // the card has no such command, or has gone meanwhile
    return false;
}

} // namespace

/// What the card says of its PIN; nothing if it has none.
std::optional<PinResult> Slot::ask_pin_status()
{
    return with_card([](TokenCard& card) {
        return card.perform([&](Channel& channel) { return status_of(card, channel, card::piv::pin_status); });
    });
}

/// Between the PIN for a signature and the signature no command may come, and all is known.
Slot::PinState Slot::pin_state()
{
    if (token_->card.held())
        return {};
    if (token_->has_no_pin)
        return {.present = false};
    const std::optional<PinResult> status = ask_pin_status();
    token_->has_no_pin = !status.has_value();
    if (!status)
        return {.present = false};
    return {.tries = status->ok() ? std::nullopt : status->tries_left};
}

bool Slot::has_pin_pad()
{
    return with_card([](TokenCard& card) { return card.has_pin_pad(); });
}

PinResult Slot::send_pin(TokenCard& card, Channel& channel, GivenPin pin)
{
    require_more_than_one_try_of_pin(card, channel);
    if (pin)
        return card::piv::verify_pin(channel, *pin, card::profile::builtin());
    return verify_pin_on_pad(card);
}

/// A holder is not asked to type the PIN for another application.
PinResult Slot::send_pin(GivenPin pin)
{
    return with_card([&](TokenCard& card) {
        const auto send = [&](Channel& channel) { return send_pin(card, channel, pin); };
        return pin ? card.perform_with_pin(send) : card.perform_selected(send);
    });
}

/// That the card answers "verified already" is no login of ours: the PIN is sent all the same.
void Slot::login(GivenPin pin)
{
    require(login_ != Login::security_officer, CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    require(login_ == Login::nobody, CKR_USER_ALREADY_LOGGED_IN);
    card::iso7816::require_verified(send_pin(pin), "C_Login");
    login_ = Login::user;
}

/// A PIN that is found blocked ends the login. [PKCS11-2.40] §5.6
HeldTransaction Slot::verify_again(GivenPin pin)
{
    require(logged_in(), CKR_USER_NOT_LOGGED_IN);
    Clock::time_point begun;
    const auto verify = [&](TokenCard& card) {
        const auto send = [&](Channel& channel) {
            begun = Clock::now();
            const PinResult result = send_pin(card, channel, pin);
            if (result.ok())
                card.hold();
            return result;
        };
        return pin ? card.perform_with_pin(send) : card.perform_selected(send);
    };
    try {
        card::iso7816::require_verified(with_card(verify), "C_Login");
    } catch (const Error& error) {
        if (error.code() == Errc::pin_blocked)
            end_login();
        throw;
    }
    held_ = fresh_number();
    held_for_ = in_use_;
    holder_ = std::this_thread::get_id();
    if (!deadline_.set((pin ? begun : Clock::now()) + longest_hold)) // without a thread nothing is held
        end_held_transaction(held_);
    return {*this, held_};
}

void Slot::let_signature_end(std::unique_lock<std::mutex>& lock, CK_SESSION_HANDLE session)
{
    hold_ended_.wait_for(lock, longest_hold,
        [&] { return held_ == 0 || held_for_ == session || holder_ == std::this_thread::get_id(); });
}

void Slot::end_held_transaction(CK_ULONG number) noexcept
{
    if (number == 0 || number != held_)
        return;
    held_ = 0;
    hold_ended_.notify_all();
    deadline_.clear();
    if (token_)
        token_->card.end_hold();
}

/// Whether the card says of itself that the PIN is to be given anew.
bool Slot::card_forgot_pin() noexcept
try {
    const std::optional<PinResult> status = ask_pin_status();
    return status && status->tries_left.has_value();

} catch (...) { // the next operation finds out
    return false;
}

/// What a login showed goes with it.
void Slot::end_login() noexcept
{
    login_ = Login::nobody;
    puk_ = {};
    end_held_transaction(held_);
    if (token_)
        token_->objects.forget_private();
    std::erase_if(made_, [](const auto& entry) { return entry.second.object.is_private; });
}

void Slot::logout()
{
    require(login_ != Login::nobody, CKR_USER_NOT_LOGGED_IN);
    const bool verified_pin = logged_in();
    end_login();
    token_->private_generation = fresh_number();
    if (!verified_pin)
        return;
    with_card([](TokenCard& card) {
        try {
            card.perform([](Channel& channel) { card::piv::log_out(channel); });
        } catch (const Error& error) {
            card.reset();
            if (!error.status_word()) // a card that refuses has been made to forget
                throw;
        } catch (...) {
            card.reset();
            throw;
        }
    });
}

template <std::invocable<TokenCard&, TokenCard::Channel&> Change>
void Slot::change_pin_by(Change change)
{
    const PinResult result = with_card([&](TokenCard& card) {
        bool refused_to_log_out = false;
        const PinResult changed = card.perform_selected([&](Channel& channel) {
            require_more_than_one_try_of_pin(card, channel);
            const PinResult answer = send_new_value([&] { return change(card, channel); });
            if (answer.ok() && !logged_in()) // the card takes a change for a login; nobody asked for one
                refused_to_log_out = !logs_out(channel);
            return answer;
        });
        if (refused_to_log_out)
            card.reset();
        return changed;
    });
    card::iso7816::require_verified(result, "C_SetPIN");
}

void Slot::change_pin(ByteView old_pin, ByteView new_pin)
{
    require_form_of_pin(new_pin);
    change_pin_by([&](TokenCard&, Channel& channel) {
        return card::piv::change_pin(channel, old_pin, new_pin, card::profile::builtin());
    });
}

void Slot::change_pin_on_pad()
{
    change_pin_by([](TokenCard& card, Channel&) { return p11::change_pin_on_pad(card); });
}

// ---- PUK

void Slot::learn_puk_tries(const PinResult& result)
{
    if (result.ok())
        token_->puk_tries.reset();
    else
        token_->puk_tries = result.tries_left;
}

void Slot::require_more_than_one_try_of_puk(const TokenCard& card, Channel& channel)
{
    const std::optional<PinResult> status = status_of(card, channel, card::piv::puk_status);
    require(status.has_value(), CKR_USER_TYPE_INVALID);
    learn_puk_tries(*status);
    require_more_than_one_try(*status);
}

template <std::invocable<TokenCard&, TokenCard::Channel&> Use>
PinResult Slot::use_puk(Use use)
{
    const PinResult result = with_card([&](TokenCard& card) {
        return card.perform_selected([&](Channel& channel) {
            require_more_than_one_try_of_puk(card, channel);
            return use(card, channel);
        });
    });
    learn_puk_tries(result);
    return result;
}

void Slot::change_puk(ByteView old_puk, ByteView new_puk)
{
    const card::profile::Profile& profile = card::profile::builtin();
    require_form_of_puk(new_puk);
    const PinResult result = use_puk([&](TokenCard&, Channel& channel) {
        return send_new_value([&] { return card::piv::change_puk(channel, old_puk, new_puk, profile); });
    });
    card::iso7816::require_verified(result, "PUK");
    puk_ = card::SecureBytes{new_puk};
}

/// Nobody but the holder knows the new one.
void Slot::change_puk_on_pad()
{
    const PinResult result =
        use_puk([](TokenCard& card, Channel&) { return send_new_value([&] { return p11::change_puk_on_pad(card); }); });
    card::iso7816::require_verified(result, "PUK");
    puk_ = {};
}

/// The card has no login by PUK: changed to itself it is proven, and kept for C_InitPIN.
void Slot::login_security_officer(GivenPin puk)
{
    require(login_ != Login::user, CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    require(login_ == Login::nobody, CKR_USER_ALREADY_LOGGED_IN);
    require(session_count(false) == session_count(true), CKR_SESSION_READ_ONLY_EXISTS);
    if (puk) {
        const PinResult result = use_puk([&](TokenCard&, Channel& channel) {
            return card::piv::change_puk(channel, *puk, *puk, card::profile::builtin());
        });
        card::iso7816::require_verified(result, "PUK");
        puk_ = card::SecureBytes{*puk};
    } else {
        with_card([&](TokenCard& card) {
            card.perform_selected([&](Channel& channel) { require_more_than_one_try_of_puk(card, channel); });
        });
    }
    login_ = Login::security_officer;
}

void Slot::reset_pin(ByteView new_pin)
{
    require(!puk_.empty(), CKR_ARGUMENTS_BAD);
    require_form_of_pin(new_pin);
    const PinResult result = use_puk([&](TokenCard&, Channel& channel) {
        return send_new_value([&] { return card::piv::reset_pin(channel, puk_, new_pin, card::profile::builtin()); });
    });
    if (!result.ok()) // another program changed the PUK
        end_login();
    card::iso7816::require_verified(result, "C_InitPIN");
}

void Slot::reset_pin_on_pad()
{
    const PinResult result =
        use_puk([](TokenCard& card, Channel&) { return send_new_value([&] { return p11::reset_pin_on_pad(card); }); });
    card::iso7816::require_verified(result, "C_InitPIN");
}

} // namespace p11
