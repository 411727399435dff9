// SPDX-License-Identifier: Apache-2.0
#include "slot.hpp"

#include "errors.hpp"

#include "card/iso7816/status_word.hpp"
#include "card/profile/profile.hpp"

#include <algorithm>

namespace p11 {

using card::ByteView;
using card::Errc;
using card::Error;
using card::iso7816::PinResult;
using Channel = TokenCard::Channel;

Slot::~Slot()
{
    try {
        close_all_sessions();
    } catch (...) { // the card is left as it is: a destructor has nobody to tell
        forget_card();
    }
}

// ---- presence

/// The state of the reader; nothing while it or the service is gone. A dead context is replaced, so that a restarted
/// service is found again.
std::optional<card::pcsc::Reader> Slot::observe()
{
    for (const bool last_try : {false, true}) {
        try {
            if (!context_)
                context_.emplace();
            return card::pcsc::read_state(*context_, reader_);
        } catch (const Error& error) {
            if (error.code() == Errc::service_unavailable) {
                forget_card();
                context_.reset();
            }
            if (error.code() != Errc::service_unavailable || last_try)
                return std::nullopt;
        }
    }
    return std::nullopt;
}

bool Slot::same_insertion(const std::optional<card::pcsc::Reader>& now) const
{
    return !lost_ && now && now->has_card() && known_event_ == now->event_counter();
}

/// Everything that was known of the card ends, its sessions with it.
void Slot::forget_card() noexcept
{
    sessions_.clear();
    logged_in_ = false;
    token_.reset();
    known_event_.reset();
    lost_ = false;
    last_known_ = Content::unknown;
}

/// A card that is none of ours is remembered until it is taken out; one that could not be asked is asked again.
void Slot::meet_card()
{
    try {
        token_.emplace(*context_, reader_);
        release_idle_card();
    } catch (const Error& error) {
        if (error.code() != Errc::card_unknown)
            known_event_.reset();
    }
}

bool Slot::has_token()
{
    const auto now = observe();
    if (!same_insertion(now)) {
        forget_card();
        if (now && now->has_card()) {
            known_event_ = now->event_counter();
            meet_card();
        }
    }
    last_known_ = token_ ? Content::token : Content::no_token;
    return token_.has_value();
}

void Slot::require_token()
{
    if (!has_token())
        throw Failure{known_event_ ? CKR_TOKEN_NOT_RECOGNIZED : CKR_TOKEN_NOT_PRESENT};
}

/// Without a session the card is left to programs that want it for themselves.
void Slot::release_idle_card() noexcept
{
    if (sessions_.empty() && token_)
        token_->card.release();
}

/// Uses the card. When it turns out to be gone, its sessions end with the next call: the present one still uses its
/// own.
template <class Use>
auto Slot::with_card(Use use)
{
    try {
        return use(token_->card);
    } catch (const Error& error) {
        lost_ = lost_ || card_is_lost(error.code());
        throw;
    }
}

// ---- sessions

Session& Slot::session(CK_SESSION_HANDLE handle)
{
    require(sessions_.contains(handle), CKR_SESSION_HANDLE_INVALID);
    const bool lost_before = lost_;
    if (!same_insertion(observe())) {
        forget_card();
        throw Failure{lost_before ? CKR_SESSION_HANDLE_INVALID : CKR_DEVICE_REMOVED};
    }
    return sessions_.at(handle);
}

CK_SESSION_HANDLE Slot::open_session(bool read_write)
{
    require_token();
    const CK_SESSION_HANDLE handle = make_handle(fresh_number(), id_);
    sessions_.emplace(handle, Session{*this, read_write});
    return handle;
}

void Slot::close_session(CK_SESSION_HANDLE handle)
{
    if (sessions_.size() == 1)
        close_all_sessions();
    else
        sessions_.erase(handle);
}

/// With the last session the login ends. [PKCS11-2.40] §5.6
void Slot::close_all_sessions()
{
    sessions_.clear();
    if (logged_in_)
        logout();
    release_idle_card();
}

CK_ULONG Slot::session_count(bool read_write_only) const
{
    return static_cast<CK_ULONG>(std::count_if(sessions_.begin(), sessions_.end(),
        [&](const auto& entry) { return !read_write_only || entry.second.read_write(); }));
}

// ---- PIN

namespace {

/// Nothing on a card whose PIN was taken away.
std::optional<PinResult> pin_status(Channel& channel)
{
    try {
        return card::piv::pin_status(channel);
    } catch (const Error& error) {
        if (error.status_word() != card::iso7816::sw::reference_not_found)
            throw;
        return std::nullopt;
    }
}

/// Software never spends the holder's last try.
void require_more_than_one_try(Channel& channel)
{
    const std::optional<PinResult> status = pin_status(channel);
    require(status.has_value(), CKR_USER_PIN_NOT_INITIALIZED);
    if (status->state == PinResult::State::blocked)
        throw Error{Errc::pin_blocked, "PIN is blocked"};
    if (status->state == PinResult::State::wrong && status->tries_left == 1U)
        throw Error{Errc::pin_last_try, "one try left, nothing sent"};
}

} // namespace

/// Selects first, because another application may have answered that there is no PIN.
Slot::PinState Slot::pin_state()
{
    const std::optional<PinResult> status =
        with_card([](TokenCard& card) { return card.perform_selected(pin_status); });
    release_idle_card();
    if (!status)
        return {.present = false};
    return {.tries = status->ok() ? std::nullopt : status->tries_left};
}

PinResult Slot::send_pin(ByteView pin)
{
    return with_card([&](TokenCard& card) {
        return card.perform_selected([&](Channel& channel) {
            require_more_than_one_try(channel);
            return card::piv::verify_pin(channel, pin, card::profile::builtin());
        });
    });
}

/// That the card answers "verified already" is no login of ours: the PIN is sent all the same.
void Slot::login(ByteView pin)
{
    require(!logged_in_, CKR_USER_ALREADY_LOGGED_IN);
    card::iso7816::require_verified(send_pin(pin), "C_Login");
    logged_in_ = true;
}

/// A PIN that is found blocked ends the login. [PKCS11-2.40] §5.6
void Slot::verify_again(ByteView pin)
{
    require(logged_in_, CKR_USER_NOT_LOGGED_IN);
    try {
        card::iso7816::require_verified(send_pin(pin), "C_Login");
    } catch (const Error& error) {
        logged_in_ = error.code() != Errc::pin_blocked;
        throw;
    }
}

void Slot::logout()
{
    require(logged_in_, CKR_USER_NOT_LOGGED_IN);
    logged_in_ = false;
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
            require_more_than_one_try(channel);
            const PinResult changed = card::piv::change_pin(channel, old_pin, new_pin, card::profile::builtin());
            if (changed.ok() && !logged_in_) // the card takes a change for a login; nobody asked for one
                card::piv::log_out(channel);
            return changed;
        });
    });
    card::iso7816::require_verified(result, "C_SetPIN");
}

// ---- objects

namespace {

std::vector<Object> read_slots(Channel& channel)
{
    std::vector<Object> objects;
    for (const card::piv::Slot slot : card::piv::all_slots) {
        const std::optional<card::Bytes> certificate = card::piv::read_certificate(channel, slot);
        if (!certificate)
            continue;
        for (Object& object : make_objects(slot, *certificate))
            objects.push_back(std::move(object));
    }
    return objects;
}

} // namespace

/// Selects first: another application would answer that it has no certificates.
const std::vector<Object>& Slot::read_objects()
{
    if (!token_->objects)
        token_->objects = with_card([](TokenCard& card) { return card.perform_selected(read_slots); });
    return *token_->objects;
}

std::vector<CardKey> Slot::keys()
{
    std::vector<CardKey> keys;
    for (const Object& object : read_objects())
        if (object.key)
            keys.push_back(*object.key);
    release_idle_card();
    return keys;
}

std::vector<CK_OBJECT_HANDLE> Slot::objects()
{
    std::vector<CK_OBJECT_HANDLE> handles;
    const std::vector<Object>& all = read_objects();
    for (std::size_t i = 0; i < all.size(); ++i)
        if (logged_in_ || !all[i].is_private)
            handles.push_back(make_handle(token_->generation, i));
    return handles;
}

const Object* Slot::find_object(CK_OBJECT_HANDLE handle)
{
    if (number_of(handle) != token_->generation)
        return nullptr;
    const std::vector<Object>& all = read_objects();
    const std::size_t index = low_byte_of(handle);
    return index < all.size() && (logged_in_ || !all[index].is_private) ? &all[index] : nullptr;
}

// ---- signing

card::Bytes Slot::sign(const CardKey& key, ByteView input)
{
    require(logged_in_ || !key.needs_pin(), CKR_USER_NOT_LOGGED_IN);
    const auto algorithm = card::piv::algorithm_of(key.public_key);
    try {
        return with_card([&](TokenCard& card) {
            const card::Bytes signature =
                card.perform([&](Channel& channel) { return card::piv::sign(channel, key.slot, algorithm, input); });
            return key.checked_signature(input, signature);
        });
    } catch (const Error& error) {
        // The card forgot the PIN: all sessions of the token turn public. Of a key that wants the PIN each time it only
        // says that another command came in between.
        if (error.code() == Errc::access_denied && !key.needs_pin_each_time())
            logged_in_ = false;
        throw;
    }
}

} // namespace p11
