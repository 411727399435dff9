// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/buffers.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::iso7816;

namespace {

std::pair<std::size_t, std::size_t> limits(const char* atr_info)
{
    const Limits found = limits_of(decode_atr_info(from_hex(atr_info)));
    return {found.nc, found.ne};
}

constexpr std::pair<std::size_t, std::size_t> short_limits{255, 256};

} // namespace

TEST_CASE("EF.ATR/INFO: buffers become limits of the data fields")
{
    CHECK(limits("4703F621E0 7F660802020800 02028000") == std::pair<std::size_t, std::size_t>{2048 - 9, 32768 - 2});
    CHECK(limits("4703F621E0 7F660A020300FFFF02030100 00") == std::pair<std::size_t, std::size_t>{65'535 - 9, 65'534});
}

TEST_CASE("EF.ATR/INFO: no lengths beyond what an APDU can encode")
{
    CHECK(limits("4703F621E0 7F660C0204FFFFFFFF0204FFFFFFFF") == std::pair<std::size_t, std::size_t>{65'535, 65'536});
}

TEST_CASE("EF.ATR/INFO: what announces no extended lengths gives short ones")
{
    CHECK(limits("") == short_limits);
    CHECK(limits("4703F621A0") == short_limits);                         // bit 7 clear
    CHECK(limits("4703F621A0 7F660802020800 02028000") == short_limits); // sizes alone announce nothing
    CHECK(limits("4703F621E0") == short_limits);                         // announced, but no sizes
    CHECK(limits("4703F621C0 7F660802020800 02028000") == short_limits); // no extended length information
    CHECK(limits("7F660802020800 02028000") == short_limits);            // no capabilities
    CHECK(limits("4702F621 7F660802020800 02028000") == short_limits);   // two capability bytes
}

TEST_CASE("EF.ATR/INFO: small buffers")
{
    CHECK(limits("4703F621E0 7F660802020100 02020100") == std::pair<std::size_t, std::size_t>{250, 254});
    CHECK(limits("4703F621E0 7F660802020105 02020102") == std::pair<std::size_t, std::size_t>{255, 256});
    CHECK(limits("4703F621E0 7F660802020105 02020800") == std::pair<std::size_t, std::size_t>{252, 2046});
}

TEST_CASE("EF.ATR/INFO: other objects pass, malformed ones do not")
{
    CHECK(limits("430180 460141 4703F621E0 7F660802020800 02028000").second == 32'766);
    for (const char* content : {"4703F621", "4703F621E0 7F66080202080002", "4703F621E0 7F66080202080003028000",
             "4703F621E0 7F6604020208 00", "4703F621E0 7F660A0202080002028000 0500", "4703F621E0 7F6604 0200 0200",
             "4703F621E0 7F6606 020110 020110", "4703F621E0 7F660E 02050000000800 02050000008000"}) {
        CAPTURE(content);
        CHECK(test::error_of([&] { return decode_atr_info(from_hex(content)); }).has_value());
    }
}

TEST_CASE("EF.ATR/INFO: one short READ BINARY; a card without it gets the short limits")
{
    test::ScriptedTransport with{"> 00B0810000\n< 4703F621E07F66080202080002028000 6282"};
    PlainChannel channel{with};
    CHECK(read_limits(channel).ne == 32'766);

    test::ScriptedTransport without{"> 00B0810000\n< 6A82"};
    PlainChannel short_channel{without};
    CHECK(read_limits(short_channel).ne == 256);

    for (const char* answer : {"6982", "6D00", "6F00", "9000", "4703F621 9000", "4703F621E07F6606020110020110 9000"}) {
        CAPTURE(answer);
        test::ScriptedTransport stranger{std::string{"> 00B0810000\n< "} + answer};
        PlainChannel stranger_channel{stranger};
        CHECK(read_limits(stranger_channel).ne == 256);
    }
    test::ScriptedTransport broken{"> 00B0810000\n< 90"};
    PlainChannel broken_channel{broken};
    CHECK(test::error_of([&] { return read_limits(broken_channel).ne; }) == Errc::response_malformed);
}

TEST_CASE("limits: lowered once they are those of short APDUs")
{
    constexpr Limits announced{.nc = 2'039, .ne = 32'766};
    CHECK(announced.lowered() == Limits{});
    CHECK(announced.lowered().lowered() == Limits{});
    CHECK(Limits{.nc = 100, .ne = 62}.lowered() == Limits{.nc = 100, .ne = 62});
    CHECK(Limits{.nc = 100, .ne = 2'000}.lowered() == Limits{.nc = 100, .ne = 256});
}

TEST_CASE("limits: a 6700 tells that a length was refused, whatever the channel made of it")
{
    CHECK(length_refused(Error{Errc::unexpected_status, Step{"READ BINARY"}, sw::wrong_length}));
    CHECK(length_refused(Error{Errc::secure_messaging_failed, Step{"secure messaging"}, sw::wrong_length}));
    CHECK_FALSE(length_refused(Error{Errc::unexpected_status, Step{"READ BINARY"}, sw::wrong_offset}));
    CHECK_FALSE(length_refused(Error{Errc::response_too_long, "no status word"}));
}
