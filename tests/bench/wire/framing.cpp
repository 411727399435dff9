// SPDX-License-Identifier: Apache-2.0
#include "bench/wire/framing.hpp"

namespace bench::wire {

namespace {

Frames framed(std::size_t message, std::size_t room, std::size_t overhead)
{
    const std::size_t blocks = message == 0 ? 1 : (message + room - 1) / room;
    return {.bytes = message + blocks * overhead, .replies = (blocks - 1) * overhead, .turns = blocks - 1};
}

} // namespace

Frames t1(std::size_t message)
{
    constexpr std::size_t information = 254;
    constexpr std::size_t prologue_and_lrc = 3 + 1;
    return framed(message, information, prologue_and_lrc);
}

Frames iso14443(std::size_t message)
{
    constexpr std::size_t frame = 256;
    constexpr std::size_t pcb_and_crc = 1 + 2;
    return framed(message, frame - pcb_and_crc, pcb_and_crc);
}

std::size_t wire_bytes(const Exchange& exchange)
{
    const Frames there = t1(exchange.command);
    const Frames back = t1(exchange.answer);
    return there.bytes + there.replies + back.bytes + back.replies;
}

std::size_t wire_bytes(const Conversation& conversation)
{
    std::size_t bytes = 0;
    for (const Exchange& exchange : conversation)
        bytes += wire_bytes(exchange);
    return bytes;
}

std::size_t file_block_bytes(const Conversation& conversation)
{
    std::size_t bytes = 0;
    for (const Exchange& exchange : conversation)
        if (kind_of(exchange) == Kind::file_block)
            bytes += wire_bytes(exchange);
    return bytes;
}

} // namespace bench::wire
