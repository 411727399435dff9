// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "event_watch.hpp"
#include "slot.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace p11 {

/// What C_Initialize makes and C_Finalize ends: the table of slots. Its lock guards that table alone and is never held
/// during a call to PC/SC; each slot has its own. A call that is under way when C_Finalize comes keeps what it uses.
class Module {
public:
    explicit Module(bool threads_allowed) : threads_allowed_{threads_allowed} {}

    /// Throws CKR_ARGUMENTS_BAD, CKR_CANT_LOCK, CKR_CRYPTOKI_ALREADY_INITIALIZED.
    static void initialize(const CK_C_INITIALIZE_ARGS* arguments);
    /// Throws CKR_CRYPTOKI_NOT_INITIALIZED.
    static void finalize();
    /// The module of this process. Throws CKR_CRYPTOKI_NOT_INITIALIZED, in the child after fork as well.
    static std::shared_ptr<Module> current();

    /// Readers that are new since the last time become slots; a slot stays when its reader goes.
    void find_readers();
    std::vector<CK_SLOT_ID> slots(bool with_token_only);
    /// Nothing for a number that no slot has.
    std::shared_ptr<Slot> find_slot(CK_SLOT_ID id);
    /// The next slot event. Throws CKR_NO_EVENT if there is none and `block` is false, CKR_CRYPTOKI_NOT_INITIALIZED
    /// when C_Finalize ends the wait.
    CK_SLOT_ID next_event(bool block);

private:
    std::vector<std::string> reader_names();
    std::vector<std::shared_ptr<Slot>> all_slots();

    const bool threads_allowed_;
    std::shared_ptr<Module> self_; ///< from C_Initialize to C_Finalize
    EventWatch events_;

    std::mutex listing_; ///< guards the context below, and nothing else
    std::optional<card::pcsc::Context> context_;

    std::mutex lock_;                          ///< guards the table below, and nothing else
    std::vector<std::shared_ptr<Slot>> table_; ///< the slot's number is its place
};

/// A slot and its lock, held.
class LockedSlot {
public:
    explicit LockedSlot(std::shared_ptr<Slot> slot) : slot_{std::move(slot)}, lock_{slot_->lock()} {}

    ~LockedSlot()
    {
        if (lock_.owns_lock())
            slot_->release_idle_card();
    }

    LockedSlot(LockedSlot&&) = default;
    LockedSlot& operator=(LockedSlot&&) = delete;

    Slot* operator->() const noexcept { return slot_.get(); }

    void let_signature_end(CK_SESSION_HANDLE session) { slot_->let_signature_end(lock_, session); }

private:
    std::shared_ptr<Slot> slot_;
    std::unique_lock<std::mutex> lock_;
};

/// A session and its slot's lock, held.
class LockedSession {
public:
    LockedSession(LockedSlot slot, CK_SESSION_HANDLE handle) : slot_{std::move(slot)}, session_{slot_->session(handle)}
    {
    }

    Session* operator->() const noexcept { return &session_; }

private:
    LockedSlot slot_;
    Session& session_;
};

/// Throws CKR_CRYPTOKI_NOT_INITIALIZED, CKR_SLOT_ID_INVALID.
LockedSlot slot(CK_SLOT_ID id);

/// Throws CKR_CRYPTOKI_NOT_INITIALIZED, CKR_SESSION_HANDLE_INVALID, and once CKR_DEVICE_REMOVED when the card is gone.
LockedSession session(CK_SESSION_HANDLE handle);

/// Likewise, for what sends commands to the card: after the signature of another session whose PIN was given.
LockedSession session_with_card(CK_SESSION_HANDLE handle);

/// The slot of a session, for what may end it.
LockedSlot slot_of_session(CK_SESSION_HANDLE handle);

} // namespace p11
