// SPDX-License-Identifier: Apache-2.0
// Each expected number is calculated by hand beside it.
#include "bench/wire/time.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace bench::wire;
using doctest::Approx;

TEST_CASE("wire: T=1 blocks of at most 254 bytes, with an R-block between two [7816-3:2006] §11")
{
    CHECK(t1(2).bytes == 2 + 4);
    CHECK(t1(0).bytes == 4); // an empty I-block
    CHECK(t1(254).bytes == 254 + 4);
    CHECK(t1(254).replies == 0);
    CHECK(t1(255).bytes == 255 + 2 * 4);
    CHECK(t1(255).replies == 4);
    CHECK(t1(2033).bytes == 2033 + 9 * 4); // 8 * 254 = 2032
    CHECK(t1(2033).replies == 8 * 4);
    CHECK(t1(2033).turns == 8);
}

TEST_CASE("wire: SELECT, a block of a file under SCP03, a whole extended block")
{
    // 00 A4 04 00 07 AID 00: 13 + 4. 6F 09 84 07 AID 9000: 13 + 4.
    CHECK(wire_bytes(Exchange{.ins = 0xA4, .command = 13, .answer = 13}) == 34);
    // 84 E2, Lc, 240 bytes of 239 of content, MAC, Le: 5 + 240 + 8 + 1 = 254, one block; R-MAC and 9000: 10.
    CHECK(wire_bytes(Exchange{.cla = 0x84, .ins = 0xE2, .p1 = 0x08, .command = 254, .answer = 10}) == 258 + 14);
    // 7 + 2016 + 8 + 2 = 2033
    CHECK(wire_bytes(Exchange{.cla = 0x84, .ins = 0xE2, .p1 = 0x08, .command = 2033, .answer = 10}) ==
          2033 + 9 * 4 + 8 * 4 + 14);
}

TEST_CASE("wire: what counts as a file block")
{
    const auto kind = [](std::uint8_t ins, std::uint8_t p1) { return kind_of({.cla = 0x84, .ins = ins, .p1 = p1}); };
    CHECK(kind(0xE2, 0x08) == Kind::file_block);
    CHECK(kind(0xE2, 0x88) == Kind::file_block);
    CHECK(kind(0xE2, 0xE8) == Kind::memory); // CAN and MRZ
    CHECK(kind(0xDB, 0x3F) == Kind::file_block);
    CHECK(kind(0x47, 0x00) == Kind::key_generation);
    CHECK(kind(0x87, 0x11) == Kind::key_use);
    CHECK(kind(0xA4, 0x04) == Kind::other);
    const Conversation talk{{.cla = 0x84, .ins = 0xE2, .p1 = 0x08, .command = 254, .answer = 10},
        {.ins = 0xA4, .command = 13, .answer = 13}};
    CHECK(file_block_bytes(talk) == 272);
    CHECK(wire_bytes(talk) == 272 + 34);
}

TEST_CASE("wire: a trace is read, issuing and checking are told apart")
{
    const Exchange line = parse_line("00CB3FFF 11 1026 9000");
    CHECK(line.ins == 0xCB);
    CHECK(line.p2 == 0xFF);
    CHECK(line.command == 11);
    CHECK(line.answer == 1026);
    CHECK(parse_line("84E20800 254 0").answer == 0); // cut off: no status word
    CHECK_THROWS_AS(parse_line("84E20800 254"), std::invalid_argument);
    CHECK_THROWS_AS(parse_line("XYE20800 254 10 9000"), std::invalid_argument);
    const Conversation talk{{.cla = 0x00, .ins = 0xA4}, {.cla = 0x84, .ins = 0xF0}, {.cla = 0x00, .ins = 0xB0}};
    CHECK(issuing_part(talk).size() == 2);
    CHECK(checking_part(talk).size() == 1);
}

TEST_CASE("wire: contacts at 4 MHz, TA1 = 16")
{
    // A unit is 372 / 32 / 4 MHz = 2.90625 us, a byte 34.875 us, a turn 63.9375 us.
    // SELECT: 34 bytes, 2 turns: 1185.75 + 127.875 us.
    CHECK(contact_seconds({.ins = 0xA4, .command = 13, .answer = 13}) == Approx(1313.625e-6).epsilon(1e-9));
    // 255 bytes there: 263, one R-block of 4, and 6 back: 273 bytes; 4 turns: 9520.875 + 255.75 us.
    CHECK(contact_seconds({.ins = 0xDB, .command = 255, .answer = 2}) == Approx(9776.625e-6).epsilon(1e-9));
}

TEST_CASE("wire: contactless, 106 to 848 kbit/s")
{
    // SELECT: 13 + 3 both ways are 32 bytes, 288 bits, 4 around 2 frames; a bit is 128 / 13.56 MHz; 2 delays.
    const Exchange select{.ins = 0xA4, .command = 13, .answer = 13};
    CHECK(contactless_seconds(select, 106) == Approx((292.0 * 128 + 2 * 1172) / 13.56e6).epsilon(1e-9));
    CHECK(contactless_seconds(select, 848) == Approx((292.0 * 16 + 2 * 1172) / 13.56e6).epsilon(1e-9));
    // 254 bytes need two frames: 254 + 6, R(ACK) 3, answer 2 + 3: 268 bytes, four frames.
    CHECK(contactless_seconds({.ins = 0xDB, .command = 254, .answer = 2}, 106) ==
          Approx((268.0 * 9 * 128 + 4 * 2 * 128 + 4 * 1172) / 13.56e6).epsilon(1e-9));
    CHECK_THROWS_AS(contactless_seconds(select, 9600), std::invalid_argument);
}

TEST_CASE("wire: what the card does stands apart from the wire")
{
    const Assumptions assumed{
        .latency = 0.001, .page_write = 0.002, .page = 64, .key_generation = 0.2, .key_use = 0.05};
    const Conversation talk{{.cla = 0x84, .ins = 0x47, .command = 30, .answer = 90},
        {.ins = 0x87, .command = 50, .answer = 80},
        {.cla = 0x84, .ins = 0xE2, .p1 = 0x08, .command = 254, .answer = 10}, // 240 bytes: 4 pages
        {.ins = 0xB0, .command = 5, .answer = 258}};
    const Seconds time = contact_time(talk, assumed);
    CHECK(time.latency == Approx(0.004));
    CHECK(time.memory == Approx(0.002 + 4 * 0.002));
    CHECK(time.key_generation == Approx(0.2));
    CHECK(time.key_use == Approx(0.05));
    double wire = 0;
    for (const Exchange& exchange : talk)
        wire += contact_seconds(exchange);
    CHECK(time.wire == Approx(wire));
    CHECK(time.total() == Approx(wire + 0.264));
    CHECK(contactless_time(talk, 848, assumed).wire < contactless_time(talk, 106, assumed).wire);
}
