// SPDX-License-Identifier: Apache-2.0
#include "making/card_waiting.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace perso {

using card::Errc;
namespace pcsc = card::pcsc;

namespace {

constexpr std::chrono::milliseconds attention{500}; ///< between two looks at the readers

/// The readers that may be meant.
std::vector<pcsc::Reader> candidates(pcsc::Context& context, std::string_view name_part)
{
    auto readers = pcsc::list_readers(context);
    card::require(!readers.empty(), Errc::no_reader, "find the reader", "no reader is attached");
    std::erase_if(
        readers, [&](const pcsc::Reader& reader) { return reader.name.find(name_part) == std::string::npos; });
    card::require(!readers.empty(), Errc::reader_not_found, "find the reader", "no reader has this name");
    return readers;
}

} // namespace

pcsc::Reader wait_for_card(
    pcsc::Context& context, std::string_view name_part, std::optional<std::chrono::seconds> patience)
{
    using State = pcsc::Reader::State;
    const auto begin = std::chrono::steady_clock::now();
    for (;;) {
        const auto readers = candidates(context, name_part);
        const bool any_card = std::any_of(readers.begin(), readers.end(), [](const pcsc::Reader& reader) {
            return reader.state != State::empty && reader.state != State::unavailable;
        });
        if (any_card)
            return pcsc::choose_reader(readers, name_part);
        if (patience && std::chrono::steady_clock::now() - begin >= *patience)
            throw card::Error{Errc::no_card, card::Step{"wait for a card"}, "none came"};
        pcsc::wait_for_change(context, readers, attention);
    }
}

void wait_for_removal(pcsc::Context& context, const pcsc::Reader& reader)
{
    for (;;) {
        const auto readers = pcsc::list_readers(context);
        const auto same = std::find_if(
            readers.begin(), readers.end(), [&](const pcsc::Reader& other) { return other.name == reader.name; });
        if (same == readers.end() || same->state == pcsc::Reader::State::empty ||
            same->event_counter() != reader.event_counter())
            return;
        pcsc::wait_for_change(context, readers, attention);
    }
}

} // namespace perso
