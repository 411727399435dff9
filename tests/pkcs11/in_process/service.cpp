// SPDX-License-Identifier: Apache-2.0
#include "service.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace test {

using card::pcsc::Disposition;
using card::pcsc::ReaderStatus;
namespace state_bits = card::pcsc::state_bits;

// ---- what the test does

void Service::changed()
{
    change_.notify_all();
}

void Service::add_reader(const std::string& name)
{
    const std::lock_guard lock{lock_};
    readers_.emplace(name, std::make_shared<Reader>());
    changed();
}

void Service::remove_readers()
{
    const std::lock_guard lock{lock_};
    readers_.clear();
    changed();
}

void Service::insert(const std::string& reader, CardInReader card)
{
    const std::lock_guard lock{lock_};
    Reader& in = *readers_.at(reader);
    in.card = std::make_shared<CardInReader>(std::move(card));
    ++in.events;
    changed();
}

void Service::eject(const std::string& reader)
{
    const std::lock_guard lock{lock_};
    Reader& from = *readers_.at(reader);
    from.card.reset();
    from.owner = 0;
    ++from.events;
    changed();
}

void Service::reset(const std::string& reader)
{
    const std::lock_guard lock{lock_};
    reset_card(reader, 0);
}

std::size_t Service::commands() const
{
    const std::lock_guard lock{lock_};
    return commands_;
}

std::size_t Service::open_handles() const
{
    const std::lock_guard lock{lock_};
    return contexts_.size() + connections_.size();
}

// ---- contexts and readers

Service::Code Service::establish_context(ContextHandle& context)
{
    const std::lock_guard lock{lock_};
    context = ++last_handle_;
    contexts_[context] = false;
    return Code::success;
}

Service::Code Service::release_context(ContextHandle context)
{
    const std::lock_guard lock{lock_};
    std::erase_if(connections_, [&](const auto& entry) { return entry.second.context == context; });
    return contexts_.erase(context) == 1 ? Code::success : Code::invalid_handle;
}

Service::Code Service::list_readers(ContextHandle context, std::vector<std::string>& readers)
{
    const std::lock_guard lock{lock_};
    if (!contexts_.contains(context))
        return Code::invalid_handle;
    for (const auto& [name, reader] : readers_)
        readers.push_back(name);
    return readers.empty() ? Code::no_readers : Code::success;
}

/// Whether one of the statuses differs from what is known.
bool Service::refresh(std::span<ReaderStatus> statuses)
{
    bool different = false;
    for (ReaderStatus& status : statuses) {
        if (status.reader == card::pcsc::reader_list_changes) {
            status.event = status.known;
            continue;
        }
        const auto found = readers_.find(status.reader);
        if (found == readers_.end()) {
            status.event = state_bits::unknown;
            continue;
        }
        const Reader& reader = *found->second;
        status.event =
            static_cast<std::uint32_t>(reader.events) << 16 | (reader.card ? state_bits::present : state_bits::empty);
        if (reader.card && connecting == Code::sharing_violation)
            status.event |= state_bits::exclusive;
        status.atr = reader.card ? reader.card->atr : card::Bytes{};
        different = different || status.known != status.event;
    }
    return different;
}

Service::Code Service::get_status_change(
    ContextHandle context, std::uint32_t timeout_ms, std::span<ReaderStatus> statuses)
{
    before_status();
    std::unique_lock lock{lock_};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{timeout_ms};
    for (;;) {
        const auto found = contexts_.find(context);
        if (found == contexts_.end())
            return Code::invalid_handle;
        if (std::exchange(found->second, false))
            return Code::cancelled;
        const bool known = std::all_of(statuses.begin(), statuses.end(), [&](const ReaderStatus& status) {
            return status.reader == card::pcsc::reader_list_changes || readers_.contains(status.reader);
        });
        if (refresh(statuses))
            return Code::success;
        if (!known)
            return Code::unknown_reader;
        if (timeout_ms == 0 || !time_passes || change_.wait_until(lock, deadline) == std::cv_status::timeout)
            return Code::timeout;
    }
}

Service::Code Service::cancel(ContextHandle context)
{
    const std::lock_guard lock{lock_};
    const auto found = contexts_.find(context);
    if (found == contexts_.end())
        return Code::invalid_handle;
    found->second = true;
    changed();
    return Code::success;
}

// ---- cards

Service::Code Service::connect(
    ContextHandle context, const std::string& reader, CardHandle& card, std::uint32_t& protocol)
{
    constexpr std::uint32_t t1 = 2;
    const std::lock_guard lock{lock_};
    const auto found = readers_.find(reader);
    if (!contexts_.contains(context))
        return Code::invalid_handle;
    if (found == readers_.end())
        return Code::unknown_reader;
    if (!found->second->card)
        return Code::no_smartcard;
    if (connecting != Code::success)
        return connecting;
    card = ++last_handle_;
    protocol = t1;
    connections_[card] = {context, reader, found->second->card};
    return Code::success;
}

/// Of a connection: success while its card is there and as it was left.
Service::Code Service::state_of(CardHandle handle)
{
    const auto found = connections_.find(handle);
    if (found == connections_.end())
        return Code::invalid_handle;
    Connection& connection = found->second;
    const auto reader = readers_.find(connection.reader);
    if (reader == readers_.end())
        return Code::reader_unavailable;
    if (reader->second->card != connection.card)
        return Code::removed_card;
    return connection.reset_seen ? Code::success : Code::reset_card;
}

void Service::reset_card(const std::string& reader, CardHandle by)
{
    const auto found = readers_.find(reader);
    if (found == readers_.end() || !found->second->card)
        return;
    const std::lock_guard use{found->second->in_use};
    found->second->card->reset();
    for (auto& [handle, connection] : connections_)
        if (handle != by && connection.reader == reader)
            connection.reset_seen = false;
}

Service::Code Service::disconnect(CardHandle card, Disposition disposition)
{
    const std::lock_guard lock{lock_};
    const auto found = connections_.find(card);
    if (found == connections_.end())
        return Code::invalid_handle;
    const auto reader = readers_.find(found->second.reader);
    if (reader != readers_.end() && reader->second->owner == card)
        reader->second->owner = 0;
    if (disposition != Disposition::leave && state_of(card) == Code::success)
        reset_card(found->second.reader, card);
    connections_.erase(found);
    changed();
    return Code::success;
}

Service::Code Service::begin_transaction(CardHandle card)
{
    std::unique_lock lock{lock_};
    if (resets_to_come > 0 && connections_.contains(card)) {
        --resets_to_come;
        reset_card(connections_.at(card).reader, 0);
    }
    for (;;) {
        if (const Code code = state_of(card); code != Code::success)
            return code;
        Reader& reader = *readers_.at(connections_.at(card).reader);
        if (reader.owner == 0 || reader.owner == card) {
            reader.owner = card;
            return Code::success;
        }
        change_.wait(lock);
    }
}

Service::Code Service::end_transaction(CardHandle card, Disposition)
{
    const std::lock_guard lock{lock_};
    const auto found = connections_.find(card);
    if (found == connections_.end())
        return Code::invalid_handle;
    const auto reader = readers_.find(found->second.reader);
    if (reader == readers_.end() || reader->second->owner != card)
        return Code::not_transacted;
    reader->second->owner = 0;
    changed();
    return Code::success;
}

/// The card computes outside the service's lock: readers do not wait for each other.
Service::Code Service::transmit(CardHandle card, std::uint32_t, card::ByteView command, card::Bytes& response)
{
    std::shared_ptr<CardInReader> in_reader;
    std::shared_ptr<Reader> reader;
    {
        std::unique_lock lock{lock_};
        for (;;) {
            if (const Code code = state_of(card); code != Code::success)
                return code;
            reader = readers_.at(connections_.at(card).reader);
            if (reader->owner == 0 || reader->owner == card)
                break;
            change_.wait(lock);
        }
        in_reader = reader->card;
        ++commands_;
        if (const Code code = fault(); code != Code::success)
            return code;
    }
    const std::lock_guard use{reader->in_use};
    response = in_reader->answer(command);
    return Code::success;
}

Service::Code Service::control(CardHandle card, std::uint32_t request, card::ByteView input, card::Bytes& output)
{
    const std::lock_guard lock{lock_};
    if (const Code code = state_of(card); code != Code::success)
        return code;
    const CardHandle owner = readers_.at(connections_.at(card).reader)->owner;
    return owner == 0 || owner == card ? reader_does(request, input, output) : Code::sharing_violation;
}

Service& service()
{
    static Service one;
    return one;
}

} // namespace test

namespace card::pcsc {

SCard& system_scard()
{
    return test::service();
}

} // namespace card::pcsc
