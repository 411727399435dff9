// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pcsc/scard.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace test {

/// What sits in a reader: its answer to reset, what it answers to commands, and what a reset does to it.
struct CardInReader {
    card::Bytes atr;
    std::function<card::Bytes(card::ByteView)> answer;
    std::function<void()> reset = [] {};
};

/// The PC/SC service as a part of the test program, so that the module runs on cards of the same process. A program
/// that is linked with this file has it behind card::pcsc::system_scard(), instead of the machine's service.
///
/// May be called by several threads. Like the real one it knows which contexts and cards are open, lets one transaction
/// at a time reach a card, resets a card whose connection asks for it, and tells the other connections of that.
class Service : public card::pcsc::SCard {
public:
    using Code = card::pcsc::Code;
    using ContextHandle = card::pcsc::ContextHandle;
    using CardHandle = card::pcsc::CardHandle;

    // What the test does.

    void add_reader(const std::string& name);
    void remove_readers();
    void insert(const std::string& reader, CardInReader card);
    void eject(const std::string& reader);
    /// By another program.
    void reset(const std::string& reader);

    /// Without it a wait for a change is over at once, as if its time were: for tests that count executions.
    bool time_passes = true;

    /// Called before each answer to what is in the readers: a service that takes its time.
    std::function<void()> before_status = [] {};

    /// Asked before each command; anything but success is returned instead of an answer.
    std::function<Code()> fault = [] { return Code::success; };

    /// What a new connection gets; sharing_violation shows as a card that another program keeps for itself.
    Code connecting = Code::success;

    /// So many of the next transactions find that another program has just reset the card.
    unsigned resets_to_come = 0;

    /// What the reader answers to requests of its own; a plain one knows none.
    std::function<Code(std::uint32_t request, card::ByteView input, card::Bytes& output)> reader_does =
        [](std::uint32_t, card::ByteView, card::Bytes&) { return Code::unsupported_feature; };

    /// Commands that reached a card so far.
    std::size_t commands() const;
    /// Contexts and connections that are open now.
    std::size_t open_handles() const;

    // What the module does.

    Code establish_context(ContextHandle& context) override;
    Code release_context(ContextHandle context) override;
    Code list_readers(ContextHandle context, std::vector<std::string>& readers) override;
    Code get_status_change(
        ContextHandle context, std::uint32_t timeout_ms, std::span<card::pcsc::ReaderStatus> readers) override;
    Code cancel(ContextHandle context) override;
    Code connect(ContextHandle context, const std::string& reader, CardHandle& card, std::uint32_t& protocol) override;
    Code disconnect(CardHandle card, card::pcsc::Disposition disposition) override;
    Code begin_transaction(CardHandle card) override;
    Code end_transaction(CardHandle card, card::pcsc::Disposition disposition) override;
    Code transmit(CardHandle card, std::uint32_t protocol, card::ByteView command, card::Bytes& response) override;
    Code control(CardHandle card, std::uint32_t request, card::ByteView input, card::Bytes& output) override;

private:
    struct Reader {
        std::shared_ptr<CardInReader> card;
        std::uint16_t events = 0;
        CardHandle owner = 0;   ///< of the transaction in progress
        std::mutex in_use = {}; ///< a card answers one command at a time
    };

    struct Connection {
        ContextHandle context = 0;
        std::string reader;
        std::shared_ptr<CardInReader> card;
        bool reset_seen = true; ///< no other program reset the card since
    };

    bool refresh(std::span<card::pcsc::ReaderStatus> readers);
    Code state_of(CardHandle handle);
    void reset_card(const std::string& reader, CardHandle by);
    void changed();

    mutable std::mutex lock_;
    std::condition_variable change_;
    std::map<std::string, std::shared_ptr<Reader>> readers_;
    std::map<ContextHandle, bool> contexts_; ///< whether a wait was cancelled
    std::map<CardHandle, Connection> connections_;
    long last_handle_ = 0;
    std::size_t commands_ = 0;
};

/// The one behind card::pcsc::system_scard().
Service& service();

} // namespace test
