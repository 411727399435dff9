// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/scard.hpp"

#include <winscard.h>

namespace card::pcsc {

namespace {

constexpr std::size_t longest_response = 65'536 + 2;
constexpr std::size_t longest_control_answer = 264; // MAX_BUFFER_SIZE of pcsc-lite

Code code_of(LONG result)
{
    return static_cast<Code>(static_cast<std::uint32_t>(result));
}

/// Splits a list of names, each ended by a zero, the list by one more.
std::vector<std::string> split(std::string_view names)
{
    std::vector<std::string> out;
    while (!names.empty() && names.front() != '\0') {
        const std::size_t end = std::min(names.find('\0'), names.size());
        out.emplace_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return out;
}

class SystemSCard final : public SCard {
public:
    Code establish_context(ContextHandle& context) override
    {
        return code_of(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context));
    }

    Code release_context(ContextHandle context) override { return code_of(SCardReleaseContext(context)); }

    Code list_readers(ContextHandle context, std::vector<std::string>& readers) override
    {
        std::string names;
        DWORD size = 0;
        LONG result = SCardListReaders(context, nullptr, nullptr, &size);
        while (result == SCARD_S_SUCCESS && names.size() < size) {
            names.resize(size);
            result = SCardListReaders(context, nullptr, names.data(), &size);
            if (result == SCARD_E_INSUFFICIENT_BUFFER) // one came meanwhile
                result = SCardListReaders(context, nullptr, nullptr, &size);
        }
        readers = split(names);
        return code_of(result);
    }

    Code get_status_change(ContextHandle context, std::uint32_t timeout_ms, std::span<ReaderStatus> readers) override
    {
        std::vector<SCARD_READERSTATE> states(readers.size());
        for (std::size_t i = 0; i < readers.size(); ++i) {
            states[i].szReader = readers[i].reader.c_str();
            states[i].dwCurrentState = readers[i].known;
        }
        const LONG result = SCardGetStatusChange(context, timeout_ms, states.data(), states.size());
        for (std::size_t i = 0; i < readers.size(); ++i) {
            readers[i].event = static_cast<std::uint32_t>(states[i].dwEventState);
            const std::size_t size = std::min<std::size_t>(states[i].cbAtr, sizeof states[i].rgbAtr);
            readers[i].atr.assign(states[i].rgbAtr, states[i].rgbAtr + size);
        }
        return code_of(result);
    }

    Code cancel(ContextHandle context) override { return code_of(SCardCancel(context)); }

    Code connect(ContextHandle context, const std::string& reader, CardHandle& card, std::uint32_t& protocol) override
    {
        DWORD active = 0;
        const LONG result = SCardConnect(
            context, reader.c_str(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &active);
        protocol = static_cast<std::uint32_t>(active);
        return code_of(result);
    }

    Code disconnect(CardHandle card, Disposition disposition) override
    {
        return code_of(SCardDisconnect(card, static_cast<DWORD>(disposition)));
    }

    Code begin_transaction(CardHandle card) override { return code_of(SCardBeginTransaction(card)); }

    Code end_transaction(CardHandle card, Disposition disposition) override
    {
        return code_of(SCardEndTransaction(card, static_cast<DWORD>(disposition)));
    }

    Code transmit(CardHandle card, std::uint32_t protocol, ByteView command, Bytes& response) override
    {
        const SCARD_IO_REQUEST* const request = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
        response.resize(longest_response);
        DWORD size = response.size();
        const LONG result =
            SCardTransmit(card, request, command.data(), command.size(), nullptr, response.data(), &size);
        response.resize(result == SCARD_S_SUCCESS ? std::min<std::size_t>(size, longest_response) : 0);
        return code_of(result);
    }

    Code control(CardHandle card, std::uint32_t request, ByteView input, Bytes& output) override
    {
        output.resize(longest_control_answer);
        DWORD size = 0;
        const LONG result =
            SCardControl(card, request, input.data(), input.size(), output.data(), output.size(), &size);
        output.resize(result == SCARD_S_SUCCESS ? std::min<std::size_t>(size, longest_control_answer) : 0);
        return code_of(result);
    }
};

} // namespace

SCard& system_scard()
{
    // Never destroyed: at the end of a process, slots of a module that was not finalized still use it.
    union Immortal {
        SystemSCard scard{};

        Immortal() {} // NOLINT(modernize-use-equals-default): that of a union would be deleted

        ~Immortal() {}
    };

    static Immortal immortal;
    return immortal.scard;
}

} // namespace card::pcsc
