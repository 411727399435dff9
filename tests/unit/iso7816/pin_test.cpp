// SPDX-License-Identifier: Apache-2.0
#include "card/iso7816/pin.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace card::iso7816;
using State = PinResult::State;

namespace {

const Bytes pin = from_hex("313233343536FFFF");
const Bytes other = from_hex("3635343332 31FFFF");

PinResult verified_with(const char* status)
{
    test::FunctionTransport card{[&](ByteView) { return from_hex(status); }};
    PlainChannel channel{card};
    return verify(channel, 0x80, pin);
}

} // namespace

TEST_CASE("pin: the commands of [7816-4:2005] §7.5.6, §7.5.7 and §7.5.10")
{
    test::ScriptedTransport card{R"(
        > 00200080 08 313233343536FFFF
        < 9000
        > 00200080
        < 63C3
        > 00240080 10 313233343536FFFF 363534333231FFFF
        < 9000
        > 002C0080 10 313233343536FFFF 363534333231FFFF
        < 63C4
    )"};
    PlainChannel channel{card};
    CHECK(verify(channel, 0x80, pin).ok());
    CHECK(query(channel, 0x80) == PinResult::wrong(3));
    CHECK(change(channel, 0x80, pin, other).ok());
    CHECK(unblock(channel, 0x80, pin, other) == PinResult::wrong(4));
}

TEST_CASE("pin: verified, wrong with the tries left, blocked")
{
    CHECK(verified_with("9000") == PinResult::verified());
    CHECK(verified_with("63C2") == PinResult::wrong(2));
    CHECK(verified_with("63C1") == PinResult::wrong(1));
    CHECK(verified_with("63C0") == PinResult::blocked());
    CHECK(verified_with("6983") == PinResult::blocked());
    CHECK(verified_with("6300").state == State::wrong);
    CHECK_FALSE(verified_with("6300").tries_left.has_value());
}

TEST_CASE("pin: every other status word is unexpected")
{
    for (unsigned status = 0; status <= 0xFFFF; ++status) {
        const bool foreseen = status == 0x9000 || status == 0x6300 || status == 0x6983 || (status & 0xFFF0) == 0x63C0;
        if (foreseen || status >> 8 == 0x61)
            continue;
        const std::string text = to_hex(big_endian(status, 2));
        if (test::error_of([&] { return verified_with(text.c_str()).state; }) != Errc::unexpected_status)
            FAIL_CHECK("status word " << text);
    }
}

TEST_CASE("pin: a result that is not verified can be required to be")
{
    CHECK_NOTHROW(require_verified(PinResult::verified(), "VERIFY"));
    try {
        require_verified(PinResult::wrong(2), "VERIFY");
        FAIL("must throw");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::pin_wrong);
        CHECK(error.number() == 2);
    }
    CHECK(test::error_of([] {
        require_verified(PinResult::wrong(std::nullopt), "VERIFY");
        return 0;
    }) == Errc::pin_wrong);
    CHECK(test::error_of([] {
        require_verified(PinResult::blocked(), "VERIFY");
        return 0;
    }) == Errc::pin_blocked);
}
