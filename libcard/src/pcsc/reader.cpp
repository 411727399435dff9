// SPDX-License-Identifier: Apache-2.0
#include "card/pcsc/reader.hpp"

#include "codes.hpp"

#include <limits>

namespace card::pcsc {

namespace {

constexpr std::uint32_t state_mask = 0xFFFF;
constexpr std::uint32_t changed = 0x0002; // SCARD_STATE_CHANGED, no part of the state

Reader::State state_of(std::uint32_t event)
{
    if ((event & (state_bits::unknown | state_bits::unavailable)) != 0)
        return Reader::State::unavailable;
    if ((event & state_bits::present) == 0)
        return Reader::State::empty;
    if ((event & state_bits::mute) != 0)
        return Reader::State::mute;
    return (event & state_bits::exclusive) != 0 ? Reader::State::exclusive : Reader::State::card;
}

Reader reader_from(const ReaderStatus& status)
{
    return {.name = status.reader,
        .state = state_of(status.event & state_mask),
        .atr = status.atr,
        .raw_state = status.event & ~changed};
}

std::uint32_t milliseconds_of(std::chrono::milliseconds timeout)
{
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(timeout.count(), 0, most));
}

/// Whether something changed before the timeout.
bool wait(Context& context, std::span<ReaderStatus> statuses, std::chrono::milliseconds timeout)
{
    const Code code = context.scard().get_status_change(context.handle(), milliseconds_of(timeout), statuses);
    if (code == Code::timeout || code == Code::cancelled)
        return false;
    if (code != Code::unknown_reader) // a reader that is gone is a change
        require_service(code, "SCardGetStatusChange");
    return true;
}

} // namespace

std::vector<Reader> list_readers(Context& context)
{
    std::vector<std::string> names;
    const Code code = context.scard().list_readers(context.handle(), names);
    if (code == Code::no_readers)
        return {};
    require_service(code, "SCardListReaders");
    std::vector<Reader> readers;
    for (const std::string& name : names) {
        try {
            readers.push_back(read_state(context, name));
        } catch (const Error& error) {
            if (error.code() != Errc::reader_not_found) // it may have gone meanwhile
                throw;
        }
    }
    return readers;
}

Reader read_state(Context& context, const std::string& name)
{
    ReaderStatus status{.reader = name};
    const Code code = context.scard().get_status_change(context.handle(), 0, {&status, 1});
    if (code == Code::unknown_reader)
        throw Error{Errc::reader_not_found, Step{"SCardGetStatusChange"}, "the reader is gone"}.with_field(name);
    if (code != Code::timeout)
        require_service(code, "SCardGetStatusChange");
    return reader_from(status);
}

Reader choose_reader(const std::vector<Reader>& readers, std::string_view name_part)
{
    if (readers.empty())
        throw Error{Errc::no_reader, "no reader is attached"};
    std::vector<const Reader*> matching;
    for (const Reader& reader : readers)
        if (reader.name.find(name_part) != std::string::npos)
            matching.push_back(&reader);
    if (matching.empty())
        throw Error{Errc::reader_not_found, "no reader has this name"}.with_field(std::string{name_part});
    if (matching.size() == 1 && !matching.front()->has_card())
        throw Error{matching.front()->state == Reader::State::mute ? Errc::card_mute : Errc::no_card,
            "the reader holds no usable card"}
            .with_field(matching.front()->name);

    std::erase_if(matching, [](const Reader* reader) { return !reader->has_card(); });
    if (matching.empty())
        throw Error{Errc::no_card, "all readers are empty"};
    if (matching.size() > 1)
        throw Error{Errc::reader_ambiguous, "several readers hold a card"}.with_number(
            static_cast<long>(matching.size()));
    return *matching.front();
}

bool wait_for_change(Context& context, const std::vector<Reader>& known, std::chrono::milliseconds timeout)
{
    std::vector<ReaderStatus> statuses;
    statuses.reserve(known.size() + 1);
    for (const Reader& reader : known)
        statuses.push_back({.reader = reader.name, .known = reader.raw_state});
    statuses.push_back({.reader = reader_list_changes});
    return wait(context, statuses, timeout);
}

std::optional<Reader> wait_for_card(Context& context, const std::string& name, std::chrono::milliseconds timeout)
{
    using Clock = std::chrono::steady_clock;
    const Clock::time_point deadline = Clock::now() + timeout;
    while (true) {
        Reader reader = read_state(context, name);
        if (reader.has_card())
            return reader;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        ReaderStatus status{.reader = name, .known = reader.raw_state};
        if (left.count() <= 0 || !wait(context, {&status, 1}, left))
            return std::nullopt;
    }
}

} // namespace card::pcsc
