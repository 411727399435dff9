// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include "errors.hpp"

#include <algorithm>
#include <atomic>

#include <unistd.h>

namespace p11 {
namespace {

/// A slot's number is the low byte of its session handles.
constexpr std::size_t max_slots = 256;

/// What belongs to one process. There is nothing to be done at exit, and nothing is: no destructor.
struct Process {
    std::atomic<pid_t> pid{0}; ///< 0: not used yet
    std::mutex lock;           ///< guards what follows
    Module* module = nullptr;  ///< keeps itself alive until C_Finalize
};

static_assert(std::is_trivially_destructible_v<Process>);

/// A child made by fork gets a new one and abandons its parent's, whose lock may be held for ever and whose connections
/// are not the child's to end.
Process& this_process()
{
    static constinit Process first;
    static constinit std::atomic<Process*> latest{&first};
    for (;;) {
        Process* process = latest.load();
        pid_t owner = 0;
        if (process->pid.compare_exchange_strong(owner, getpid()) || owner == getpid())
            return *process;
        auto fresh = std::make_unique<Process>();
        if (latest.compare_exchange_strong(process, fresh.get()))
            static_cast<void>(fresh.release());
    }
}

/// The module locks with the system's mutexes. [PKCS11-2.40] §5.4
void check(const CK_C_INITIALIZE_ARGS& arguments)
{
    require(arguments.pReserved == nullptr, CKR_ARGUMENTS_BAD);
    const int functions = (arguments.CreateMutex != nullptr) + (arguments.DestroyMutex != nullptr) +
                          (arguments.LockMutex != nullptr) + (arguments.UnlockMutex != nullptr);
    require(functions == 0 || functions == 4, CKR_ARGUMENTS_BAD);
    require(functions == 0 || (arguments.flags & CKF_OS_LOCKING_OK) != 0, CKR_CANT_LOCK);
}

} // namespace

void Module::initialize(const CK_C_INITIALIZE_ARGS* arguments)
{
    if (arguments != nullptr)
        check(*arguments);
    const bool threads_allowed = arguments == nullptr || (arguments->flags & CKF_LIBRARY_CANT_CREATE_OS_THREADS) == 0;
    const auto module = std::make_shared<Module>(threads_allowed); // asks PC/SC, so before the lock
    Process& process = this_process();
    const std::lock_guard lock{process.lock};
    require(process.module == nullptr, CKR_CRYPTOKI_ALREADY_INITIALIZED);
    module->self_ = module;
    process.module = module.get();
}

void Module::finalize()
{
    Process& process = this_process();
    std::shared_ptr<Module> ended;
    {
        const std::lock_guard lock{process.lock};
        require(process.module != nullptr, CKR_CRYPTOKI_NOT_INITIALIZED);
        ended = std::move(process.module->self_);
        process.module = nullptr;
    }
    ended->events_.stop();
    std::vector<std::shared_ptr<Slot>> slots; // log out and disconnect here, or with the last call that uses them
    {
        const std::lock_guard lock{ended->lock_};
        slots.swap(ended->table_);
    }
    for (const std::shared_ptr<Slot>& slot : slots)
        slot->end_thread();
}

std::shared_ptr<Module> Module::current()
{
    Process& process = this_process();
    const std::lock_guard lock{process.lock};
    require(process.module != nullptr, CKR_CRYPTOKI_NOT_INITIALIZED);
    return process.module->self_;
}

/// No service is no readers. A restarted service is found by a second look.
std::vector<std::string> Module::reader_names()
{
    const std::lock_guard lock{listing_};
    for (const bool last_try : {false, true}) {
        try {
            if (!context_)
                context_.emplace();
            std::vector<std::string> names;
            for (card::pcsc::Reader& reader : card::pcsc::list_readers(*context_))
                names.push_back(std::move(reader.name));
            return names;
        } catch (const card::Error&) {
            context_.reset();
            if (last_try)
                break;
        }
    }
    return {};
}

void Module::find_readers()
{
    const std::vector<std::string> names = reader_names();
    const std::lock_guard lock{lock_};
    for (const std::string& name : names) {
        const bool known =
            std::any_of(table_.begin(), table_.end(), [&](const auto& slot) { return slot->reader() == name; });
        if (!known && table_.size() < max_slots)
            table_.push_back(std::make_shared<Slot>(table_.size(), name, threads_allowed_));
    }
}

std::vector<std::shared_ptr<Slot>> Module::all_slots()
{
    const std::lock_guard lock{lock_};
    return table_;
}

/// A slot that another thread is using is not waited for if a token is known to be in it. That none was is no reason:
/// a card may have come since, which the other thread is about to meet.
std::vector<CK_SLOT_ID> Module::slots(bool with_token_only)
{
    const auto has_token = [](Slot& slot) {
        std::unique_lock lock{slot.lock(), std::try_to_lock};
        if (!lock && slot.had_token())
            return true;
        if (!lock)
            lock.lock();
        return slot.has_token();
    };
    std::vector<CK_SLOT_ID> ids;
    for (const std::shared_ptr<Slot>& slot : all_slots())
        if (!with_token_only || has_token(*slot))
            ids.push_back(slot->id());
    return ids;
}

std::shared_ptr<Slot> Module::find_slot(CK_SLOT_ID id)
{
    const std::lock_guard lock{lock_};
    return id < table_.size() ? table_[id] : nullptr;
}

CK_SLOT_ID Module::next_event(bool block)
{
    for (;;) {
        const std::optional<std::string> reader = block ? events_.wait() : events_.poll();
        require(reader.has_value(), block ? CKR_CRYPTOKI_NOT_INITIALIZED : CKR_NO_EVENT);
        find_readers();
        for (const std::shared_ptr<Slot>& slot : all_slots())
            if (slot->reader() == *reader)
                return slot->id();
        // a reader that went before it became a slot: the application never knew it
    }
}

LockedSlot slot(CK_SLOT_ID id)
{
    const std::shared_ptr<Slot> slot = Module::current()->find_slot(id);
    require(slot != nullptr, CKR_SLOT_ID_INVALID);
    return LockedSlot{slot};
}

LockedSlot slot_of_session(CK_SESSION_HANDLE handle)
{
    const auto module = Module::current();
    const std::shared_ptr<Slot> slot = module->find_slot(low_byte_of(handle));
    require(slot != nullptr, CKR_SESSION_HANDLE_INVALID);
    return LockedSlot{slot};
}

LockedSession session(CK_SESSION_HANDLE handle)
{
    return {slot_of_session(handle), handle};
}

LockedSession session_with_card(CK_SESSION_HANDLE handle)
{
    LockedSlot slot = slot_of_session(handle);
    slot.let_signature_end(handle);
    return {std::move(slot), handle};
}

} // namespace p11
