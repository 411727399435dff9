// SPDX-License-Identifier: Apache-2.0
#include "slot.hpp"

#include "errors.hpp"

#include <algorithm>

namespace p11 {

using card::Errc;
using card::Error;
using State = card::pcsc::Reader::State;

Slot::~Slot()
{
    end_thread();
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

namespace {

/// How the reader is now; as if it did not answer if it or the service has gone.
State state_of(card::pcsc::Context& context, const std::string& reader) noexcept
{
    try {
        return card::pcsc::read_state(context, reader).state;
    } catch (const Error&) {
        return State::unavailable;
    }
}

} // namespace

/// Throws what says more than the reason does. A card that another program keeps for itself is not lost.
void Slot::lose_card(Errc reason)
{
    const State state = reason == Errc::reader_failed ? state_of(*context_, reader_) : State::card;
    require(state != State::exclusive, CKR_DEVICE_ERROR);
    lost_ = true;
    told_ = in_use_;
    if (reason == Errc::no_card || state != State::card)
        throw Error{Errc::card_removed, "the card went, alone or with its reader"};
}

/// A card that another program keeps for itself is there all the same.
bool Slot::same_insertion(const std::optional<card::pcsc::Reader>& now) const
{
    return !lost_ && now && (now->has_card() || (token_ && now->state == State::exclusive)) &&
           known_event_ == now->event_counter();
}

/// Everything that was known of the card ends, its sessions with it.
void Slot::forget_card() noexcept
{
    bury_sessions();
    made_.clear();
    end_login();
    token_.reset();
    known_event_.reset();
    lost_ = false;
    had_token_ = false;
}

/// A session that the application did not close learns once what happened to it, whichever call found out.
void Slot::bury_sessions() noexcept
{
    if (sessions_.empty())
        return;
    try {
        for (const auto& [handle, session] : sessions_)
            if (handle != told_)
                dead_.insert(handle);
    } catch (const std::bad_alloc&) { // the others learn that their handle is invalid
    }
    told_ = 0;
    sessions_.clear();
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
    in_use_ = 0;
    const auto now = observe();
    if (!same_insertion(now)) {
        forget_card();
        if (now && now->has_card()) {
            known_event_ = now->event_counter();
            meet_card();
        }
    }
    had_token_ = token_.has_value();
    return token_.has_value();
}

void Slot::require_token()
{
    if (!has_token())
        throw Failure{known_event_ ? CKR_TOKEN_NOT_RECOGNIZED : CKR_TOKEN_NOT_PRESENT};
}

void Slot::release_idle_card() noexcept
{
    if (sessions_.empty() && token_)
        token_->card.release();
}

// ---- sessions

Session& Slot::session(CK_SESSION_HANDLE handle)
{
    if (sessions_.contains(handle) && !same_insertion(observe()))
        forget_card();
    require(dead_.erase(handle) == 0, CKR_DEVICE_REMOVED);
    require(sessions_.contains(handle), CKR_SESSION_HANDLE_INVALID);
    in_use_ = handle;
    return sessions_.at(handle);
}

CK_SESSION_HANDLE Slot::open_session(bool read_write)
{
    require_token();
    require(read_write || login_ != Login::security_officer, CKR_SESSION_READ_WRITE_SO_EXISTS);
    const CK_SESSION_HANDLE handle = make_handle(fresh_number(), id_);
    sessions_.emplace(handle, Session{*this, handle, read_write});
    return handle;
}

void Slot::close_session(CK_SESSION_HANDLE handle)
{
    std::erase_if(made_, [&](const auto& entry) { return entry.second.owner == handle; });
    sessions_.erase(handle);
    if (sessions_.empty())
        end_sessions();
}

void Slot::close_all_sessions()
{
    sessions_.clear();
    dead_.clear();
    end_sessions();
}

/// With the last session the login ends. [PKCS11-2.40] §5.6
void Slot::end_sessions()
{
    made_.clear();
    if (login_ != Login::nobody)
        logout();
    release_idle_card();
}

CK_ULONG Slot::session_count(bool read_write_only) const
{
    return static_cast<CK_ULONG>(std::count_if(sessions_.begin(), sessions_.end(),
        [&](const auto& entry) { return !read_write_only || entry.second.read_write(); }));
}

} // namespace p11
