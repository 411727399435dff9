// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/hex.hpp"
#include "card/pcsc/scard.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace test {

namespace pcsc = card::pcsc;

/// PC/SC as a test wants it: readers whose state the test changes, a card that is a function, and for each method a
/// code that it returns instead of doing its work.
class FakeSCard : public pcsc::SCard {
public:
    struct Reader {
        std::string name;
        std::uint32_t state = pcsc::state_bits::empty;
        std::uint16_t events = 0;
        card::Bytes atr = {};

        void insert()
        {
            state = pcsc::state_bits::present;
            atr = card::from_hex("3B95168131FE458073F621E04C");
            ++events;
        }

        void remove()
        {
            state = pcsc::state_bits::empty;
            atr.clear();
            ++events;
        }
    };

    std::vector<Reader> readers;
    std::map<std::string, pcsc::Code> failing; ///< by method
    std::function<card::Bytes(card::ByteView)> answer = [](card::ByteView) { return card::from_hex("9000"); };
    std::function<void()> on_wait = [] {}; ///< what happens while somebody waits for a change
    std::function<void()> on_connect = [] {};
    /// What the reader answers to requests of its own; a plain reader knows none.
    std::function<pcsc::Code(std::uint32_t, card::ByteView, card::Bytes&)> reader_does =
        [](std::uint32_t, card::ByteView, card::Bytes&) { return pcsc::Code::unsupported_feature; };
    std::vector<std::string> calls;

    pcsc::Code establish_context(pcsc::ContextHandle& context) override
    {
        context = 7;
        return code("establish_context");
    }

    pcsc::Code release_context(pcsc::ContextHandle) override { return code("release_context"); }

    pcsc::Code list_readers(pcsc::ContextHandle, std::vector<std::string>& names) override
    {
        for (const Reader& reader : readers)
            names.push_back(reader.name);
        return readers.empty() ? pcsc::Code::no_readers : code("list_readers");
    }

    pcsc::Code get_status_change(
        pcsc::ContextHandle, std::uint32_t timeout_ms, std::span<pcsc::ReaderStatus> statuses) override
    {
        if (const pcsc::Code failure = code("get_status_change"); failure != pcsc::Code::success)
            return failure;
        if (timeout_ms > 0 && !refresh(statuses))
            on_wait();
        if (refresh(statuses))
            return pcsc::Code::success;
        return known_names(statuses) ? pcsc::Code::timeout : pcsc::Code::unknown_reader;
    }

    pcsc::Code cancel(pcsc::ContextHandle) override { return code("cancel"); }

    pcsc::Code connect(
        pcsc::ContextHandle, const std::string&, pcsc::CardHandle& card, std::uint32_t& protocol) override
    {
        on_connect();
        card = 9;
        protocol = 2;
        return code("connect");
    }

    pcsc::Code disconnect(pcsc::CardHandle, pcsc::Disposition disposition) override
    {
        return code(disposition == pcsc::Disposition::reset ? "disconnect_reset" : "disconnect_leave");
    }

    pcsc::Code begin_transaction(pcsc::CardHandle) override { return code("begin_transaction"); }

    pcsc::Code end_transaction(pcsc::CardHandle, pcsc::Disposition) override { return code("end_transaction"); }

    pcsc::Code transmit(pcsc::CardHandle, std::uint32_t, card::ByteView command, card::Bytes& response) override
    {
        const pcsc::Code failure = code("transmit");
        if (failure == pcsc::Code::success)
            response = answer(command);
        return failure;
    }

    pcsc::Code control(pcsc::CardHandle, std::uint32_t request, card::ByteView input, card::Bytes& output) override
    {
        const pcsc::Code failure = code("control");
        return failure == pcsc::Code::success ? reader_does(request, input, output) : failure;
    }

    std::size_t count(const std::string& call) const
    {
        return static_cast<std::size_t>(std::count(calls.begin(), calls.end(), call));
    }

private:
    pcsc::Code code(const std::string& method)
    {
        calls.push_back(method);
        const auto found = failing.find(method);
        return found == failing.end() ? pcsc::Code::success : found->second;
    }

    bool known_names(std::span<pcsc::ReaderStatus> statuses) const
    {
        return std::all_of(statuses.begin(), statuses.end(), [&](const pcsc::ReaderStatus& status) {
            return status.reader == pcsc::reader_list_changes ||
                   std::any_of(readers.begin(), readers.end(),
                       [&](const Reader& reader) { return reader.name == status.reader; });
        });
    }

    /// Whether one of the statuses differs from what is known.
    bool refresh(std::span<pcsc::ReaderStatus> statuses) const
    {
        bool different = false;
        for (pcsc::ReaderStatus& status : statuses) {
            for (const Reader& reader : readers) {
                if (reader.name != status.reader)
                    continue;
                status.event = static_cast<std::uint32_t>(reader.events) << 16 | reader.state;
                status.atr = reader.atr;
                different = different || status.known != status.event;
            }
        }
        return different;
    }
};

} // namespace test
