// SPDX-License-Identifier: Apache-2.0
#include "bench/wire/time.hpp"

#include <stdexcept>

namespace bench::wire {

namespace {

constexpr double contact_clock = 4e6;            ///< Hz
constexpr double clocks_per_unit = 372.0 / 32.0; ///< TA1 = 16. [7816-3:2006] tables 7 and 8
constexpr double units_per_byte = 12;            ///< without TC1
constexpr double units_per_turn = 22;            ///< block guard time

constexpr double carrier = 13.56e6; ///< Hz
constexpr double bits_per_byte = 9; ///< with parity
constexpr double bits_around_frame = 2;
constexpr double frame_delay = 1172 / carrier;

/// Of SCP03: what a block of files carries besides them, MAC and header.
constexpr std::size_t block_overhead = 5 + 8 + 1;
constexpr std::size_t small_change = 1; ///< pages: a key, a counter, a PIN

/// How often the sending side changes, once before the command's own first frame included.
std::size_t turns(const Frames& there, const Frames& back)
{
    return 2 * there.turns + 2 * back.turns + 2;
}

template <typename PerExchange>
Seconds time_of(const Conversation& conversation, const Assumptions& assumptions, PerExchange&& wire)
{
    Seconds sum;
    for (const Exchange& exchange : conversation) {
        Seconds one = card_seconds(exchange, assumptions);
        one.wire = wire(exchange);
        sum = sum + one;
    }
    return sum;
}

} // namespace

Seconds operator+(const Seconds& a, const Seconds& b)
{
    return {.wire = a.wire + b.wire,
        .latency = a.latency + b.latency,
        .memory = a.memory + b.memory,
        .key_generation = a.key_generation + b.key_generation,
        .key_use = a.key_use + b.key_use};
}

double contact_seconds(const Exchange& exchange)
{
    constexpr double unit = clocks_per_unit / contact_clock;
    const double bytes = static_cast<double>(wire_bytes(exchange));
    const double changes = static_cast<double>(turns(t1(exchange.command), t1(exchange.answer)));
    return (bytes * units_per_byte + changes * units_per_turn) * unit;
}

double contactless_seconds(const Exchange& exchange, unsigned kilobits)
{
    unsigned divisor = 0; // of the carrier. [14443-2:2016] §8.1
    switch (kilobits) {
    case 106:
        divisor = 128;
        break;
    case 212:
        divisor = 64;
        break;
    case 424:
        divisor = 32;
        break;
    case 848:
        divisor = 16;
        break;
    default:
        throw std::invalid_argument{"106, 212, 424 or 848 kbit/s"};
    }
    const Frames there = iso14443(exchange.command);
    const Frames back = iso14443(exchange.answer);
    const double bytes = static_cast<double>(there.bytes + there.replies + back.bytes + back.replies);
    const double changes = static_cast<double>(turns(there, back)); // as many as frames
    return (bytes * bits_per_byte + changes * bits_around_frame) * divisor / carrier + changes * frame_delay;
}

Seconds card_seconds(const Exchange& exchange, const Assumptions& assumptions)
{
    Seconds seconds{.latency = assumptions.latency};
    std::size_t pages = 0;
    switch (kind_of(exchange)) {
    case Kind::file_block: {
        const std::size_t content = exchange.command > block_overhead ? exchange.command - block_overhead : 0;
        pages = (content + assumptions.page - 1) / assumptions.page;
        break;
    }
    case Kind::key_generation:
        seconds.key_generation = assumptions.key_generation;
        pages = small_change;
        break;
    case Kind::key_use:
        seconds.key_use = assumptions.key_use;
        break;
    case Kind::memory:
        pages = small_change;
        break;
    case Kind::other:
        break;
    }
    seconds.memory = static_cast<double>(pages) * assumptions.page_write;
    return seconds;
}

Seconds contact_time(const Conversation& conversation, const Assumptions& assumptions)
{
    return time_of(conversation, assumptions, contact_seconds);
}

Seconds contactless_time(const Conversation& conversation, unsigned kilobits, const Assumptions& assumptions)
{
    return time_of(conversation, assumptions,
        [kilobits](const Exchange& exchange) { return contactless_seconds(exchange, kilobits); });
}

} // namespace bench::wire
