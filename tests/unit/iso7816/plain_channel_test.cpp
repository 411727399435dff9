// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::iso7816;
using test::FunctionTransport;
using test::ScriptedTransport;

namespace {

constexpr Limits extended{.nc = 2039, .ne = 32'766};

} // namespace

TEST_CASE("plain channel: one command, one APDU")
{
    ScriptedTransport card{"> 00A4040C07A0000002471001\n< 9000"};
    PlainChannel channel{card};
    CHECK(channel.transmit({.ins = Ins::select, .p1 = 0x04, .p2 = 0x0C, .data = from_hex("A0000002471001")}).sw() ==
          sw::ok);
    CHECK(channel.limits().ne == 256);
    channel.set_limits(extended);
    CHECK(channel.limits().ne == 32'766);
}

TEST_CASE("plain channel: an answer in pieces is collected")
{
    ScriptedTransport card{R"(
        > 00CB3FFF055C035FC10500
        < 530431 6102
        > 00C0000002
        < 3233 6100
        > 00C0000000
        < 34 9000
    )"};
    PlainChannel channel{card};
    const Response response =
        channel.transmit({.ins = Ins::get_data_piv, .p1 = 0x3F, .p2 = 0xFF, .data = from_hex("5C035FC105"), .ne = 256});
    CHECK(to_hex(response.data()) == "530431323334");
    CHECK(response.sw() == sw::ok);
}

TEST_CASE("plain channel: GET RESPONSE goes out in clear under every protection")
{
    const auto class_after = [](std::uint8_t cla) {
        std::string seen;
        FunctionTransport card{[&](ByteView command) {
            if (command[1] != 0xC0)
                return from_hex("6101");
            seen = to_hex(command.first(1));
            return from_hex("AA9000");
        }};
        PlainChannel channel{card};
        channel.transmit({.cla = cla, .ins = Ins::select, .ne = 256});
        return seen;
    };
    for (const unsigned cla : {0x00U, 0x0CU, 0x80U, 0x84U, 0x90U, 0x94U})
        CHECK(class_after(static_cast<std::uint8_t>(cla)) == "00");
    CHECK(class_after(0x02) == "02"); // on the logical channel of the command
    CHECK(class_after(0x0E) == "02");
    CHECK(class_after(0x60) == "40");
}

TEST_CASE("plain channel: 61xx for ever is bounded")
{
    std::size_t sent = 0;
    FunctionTransport one_byte_each{[&](ByteView) {
        ++sent;
        return from_hex("AA6101");
    }};
    FunctionTransport full_pieces{[&](ByteView) {
        ++sent;
        return concat({Bytes(256, 0xAA), from_hex("6100")});
    }};
    FunctionTransport nothing{[&](ByteView) {
        ++sent;
        return from_hex("6110");
    }};
    const auto collect = [&](FunctionTransport& card) {
        sent = 0;
        PlainChannel channel{card};
        return test::error_of([&] { return channel.transmit({.ins = Ins::select, .ne = 256}).sw(); });
    };
    CHECK(collect(one_byte_each) == Errc::response_too_long);
    CHECK(sent <= 600);
    CHECK(collect(full_pieces) == Errc::response_too_long);
    CHECK(sent == 257);
    CHECK(collect(nothing) == Errc::response_malformed);
    CHECK(sent == 2);
}

TEST_CASE("plain channel: an error inside a collected answer is the answer's status")
{
    ScriptedTransport card{"> 00A4000000\n< 01 6101\n> 00C0000001\n< 6F00"};
    PlainChannel channel{card};
    CHECK(channel.transmit({.ins = Ins::select, .ne = 256}).sw() == StatusWord{0x6F00});
}

TEST_CASE("plain channel: 6Cxx repeats once, and only what is unprotected and asked for data")
{
    ScriptedTransport card{"> 00B0000000\n< 6C02\n> 00B0000002\n< AABB9000"};
    PlainChannel channel{card};
    CHECK(to_hex(channel.transmit({.ins = Ins::read_binary, .ne = 256}).data()) == "aabb");

    const auto apdus_of = [](const Command& command) {
        std::size_t sent = 0;
        FunctionTransport stubborn{[&](ByteView) {
            ++sent;
            return from_hex("6C05");
        }};
        PlainChannel plain{stubborn};
        CHECK(plain.transmit(command).sw() == StatusWord{0x6C05});
        return sent;
    };
    CHECK(apdus_of({.ins = Ins::read_binary, .ne = 256}) == 2);
    CHECK(apdus_of({.cla = 0x0C, .ins = Ins::read_binary, .ne = 256}) == 1);
    CHECK(apdus_of({.cla = 0x84, .ins = Ins::get_status, .ne = 256}) == 1);
    CHECK(apdus_of({.cla = 0x80, .ins = Ins::get_status, .ne = 256}) == 2);
    CHECK(apdus_of({.ins = Ins::verify, .p2 = 0x80, .data = Bytes(8, 0x31)}) == 1);
}

TEST_CASE("plain channel: 6Cxx while collecting is followed once")
{
    ScriptedTransport card{"> 00A4000000\n< 6108\n> 00C0000008\n< 6C03\n> 00C0000003\n< 0102039000"};
    PlainChannel channel{card};
    CHECK(to_hex(channel.transmit({.ins = Ins::select, .ne = 256}).data()) == "010203");
}

TEST_CASE("plain channel: more than asked for, more than the card takes, less than a status word")
{
    FunctionTransport chatty{[](ByteView) { return from_hex("0102039000"); }};
    PlainChannel channel{chatty};
    CHECK(test::error_of([&] { return channel.transmit({.ins = Ins::read_binary, .ne = 2}).sw(); }) ==
          Errc::response_too_long);
    CHECK(test::error_of([&] { return channel.transmit({.ins = Ins::select}).sw(); }) == Errc::response_too_long);
    CHECK(test::error_of([&] { return channel.transmit({.ins = Ins::select, .data = Bytes(256)}).sw(); }) ==
          Errc::data_too_long);

    for (const test::Fault fault : {test::Fault::empty, test::Fault::one_byte}) {
        FunctionTransport good{[](ByteView) { return from_hex("9000"); }};
        test::FaultyTransport faulty{good, 0, fault};
        PlainChannel broken{faulty};
        CHECK(test::error_of([&] { return broken.transmit({.ins = Ins::select}).sw(); }) == Errc::response_malformed);
    }
}

TEST_CASE("chaining: data above the limit goes in marked pieces, the last unmarked and with Le")
{
    ScriptedTransport card{R"(
        > 10DB3FFF FF )" + std::string(2 * 255, '1') +
                           R"(
        < 9000
        > 10DB3FFF FF )" + std::string(2 * 255, '1') +
                           R"(
        < 9000
        > 00DB3FFF 02 1111 00
        < AB9000
    )"};
    PlainChannel plain{card};
    ChainingChannel chaining{plain};
    CHECK(chaining.limits().nc == max_extended_nc);
    const Response response =
        chaining.transmit({.ins = Ins::put_data_piv, .p1 = 0x3F, .p2 = 0xFF, .data = Bytes(512, 0x11), .ne = 256});
    CHECK(to_hex(response.data()) == "ab");
}

TEST_CASE("chaining: what fits goes as it is, and the first refusal ends the chain")
{
    ScriptedTransport fits{"> 00200080 08 3132333435363738\n< 9000"};
    PlainChannel plain{fits};
    ChainingChannel chaining{plain};
    CHECK(chaining.transmit({.ins = Ins::verify, .p2 = 0x80, .data = from_hex("3132333435363738")}).sw() == sw::ok);

    ScriptedTransport refuses{"> 10DB0000 FF " + std::string(510, '1') + "\n< 6A84"};
    PlainChannel other{refuses};
    ChainingChannel chain{other};
    CHECK(chain.transmit({.ins = Ins::put_data_piv, .data = Bytes(600, 0x11)}).sw() == sw::not_enough_memory);
}

TEST_CASE("chaining: a channel without room for data ends no loop, but the command")
{
    ScriptedTransport nothing{""};
    PlainChannel narrow{nothing, {.nc = 0, .ne = 256}};
    ChainingChannel chaining{narrow};
    CHECK(test::error_of([&] { return chaining.transmit({.ins = Ins::put_data_piv, .data = Bytes(1)}).sw().value; }) ==
          Errc::data_too_long);
}
