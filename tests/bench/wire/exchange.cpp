// SPDX-License-Identifier: Apache-2.0
#include "bench/wire/exchange.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string>

namespace bench::wire {

namespace {

// Instructions, whatever their class. [7816-4:2005] §5.1.2, [GP] §11, [800-73-4] part 2
constexpr std::uint8_t store_data = 0xE2;
constexpr std::uint8_t put_data = 0xDB;
constexpr std::uint8_t generate = 0x47;
constexpr std::uint8_t general_authenticate_iso = 0x86;
constexpr std::uint8_t general_authenticate_piv = 0x87;
constexpr std::uint8_t initialize_update = 0x50; ///< raises the session counter
constexpr std::uint8_t put_key = 0xD8;
constexpr std::uint8_t set_status = 0xF0;
constexpr std::uint8_t delete_object = 0xE4;
constexpr std::uint8_t change_reference_data = 0x24;
constexpr std::uint8_t verify = 0x20;

constexpr std::uint8_t dgi_encrypted = 0x60; ///< bits 7 and 6 of P1. [GP] Table 11-89
constexpr std::uint8_t globalplatform = 0x80;

std::size_t number(std::string_view text, int base)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::invalid_argument{"a line of a trace is malformed"};
    return value;
}

std::string_view word(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view found = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return found;
}

Conversation::const_iterator end_of_issuing(const Conversation& conversation)
{
    const auto last = std::find_if(conversation.rbegin(), conversation.rend(),
        [](const Exchange& exchange) { return (exchange.cla & globalplatform) != 0; });
    return last.base();
}

} // namespace

Exchange parse_line(std::string_view line)
{
    const auto header = number(word(line), 16);
    const auto byte = [header](unsigned shift) { return static_cast<std::uint8_t>(header >> shift); };
    Exchange exchange{.cla = byte(24), .ins = byte(16), .p1 = byte(8), .p2 = byte(0)};
    exchange.command = number(word(line), 10);
    exchange.answer = number(word(line), 10);
    return exchange;
}

Conversation read_trace(const std::filesystem::path& file)
{
    std::ifstream in{file};
    Conversation conversation;
    for (std::string line; std::getline(in, line);)
        conversation.push_back(parse_line(line));
    if (conversation.empty())
        throw std::runtime_error{"no trace in " + file.string()};
    return conversation;
}

Kind kind_of(const Exchange& exchange)
{
    switch (exchange.ins) {
    case store_data:
        return (exchange.p1 & dgi_encrypted) == 0 ? Kind::file_block : Kind::memory;
    case put_data:
        return Kind::file_block;
    case generate:
        return Kind::key_generation;
    case general_authenticate_iso:
    case general_authenticate_piv:
        return Kind::key_use;
    case initialize_update:
    case put_key:
    case set_status:
    case delete_object:
    case change_reference_data:
    case verify:
        return Kind::memory;
    default:
        return Kind::other;
    }
}

Conversation issuing_part(const Conversation& conversation)
{
    return {conversation.begin(), end_of_issuing(conversation)};
}

Conversation checking_part(const Conversation& conversation)
{
    return {end_of_issuing(conversation), conversation.end()};
}

} // namespace bench::wire
