// SPDX-License-Identifier: Apache-2.0
#include "card/base/bytes.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/base/secure_bytes.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <type_traits>

using namespace card;

TEST_CASE("hex: both ways, either case, spaces between pairs")
{
    CHECK(to_hex(Bytes{0x00, 0x0F, 0xA5, 0xFF}) == "000fa5ff");
    CHECK(to_hex({}).empty());
    CHECK(from_hex("000Fa5 ff") == Bytes{0x00, 0x0F, 0xA5, 0xFF});
    CHECK(from_hex("").empty());
}

TEST_CASE("hex: anything else is refused")
{
    for (const char* text : {"0", "000", "0g", "0x00", "00-11", "\xE0\xBA\x81"}) {
        CAPTURE(text);
        CHECK(test::error_of([&] { return from_hex(text); }) == Errc::malformed_data);
    }
}

TEST_CASE("bytes: numbers keep their width")
{
    CHECK(big_endian(0x1234, 2) == Bytes{0x12, 0x34});
    CHECK(big_endian(0x1234, 4) == Bytes{0x00, 0x00, 0x12, 0x34});
    CHECK(big_endian(0x1234, 1) == Bytes{0x34});
    CHECK(from_big_endian(Bytes{0x00, 0x12, 0x34}) == 0x1234);
    CHECK(from_big_endian({}) == 0);
}

TEST_CASE("bytes: concat keeps the order, equal compares length and content")
{
    CHECK(concat({Bytes{1}, Bytes{}, Bytes{2, 3}}) == Bytes{1, 2, 3});
    CHECK(equal(Bytes{1, 2}, Bytes{1, 2}));
    CHECK_FALSE(equal(Bytes{1, 2}, Bytes{1, 2, 3}));
    CHECK_FALSE(equal(Bytes{1, 2}, Bytes{1, 3}));
}

TEST_CASE("secure bytes: moved from is empty, a copy must be said aloud")
{
    static_assert(!std::is_copy_constructible_v<SecureBytes> && !std::is_copy_assignable_v<SecureBytes>);
    SecureBytes a{ByteView{Bytes{1, 2, 3}}};
    const SecureBytes twin = a.clone();
    const SecureBytes b = std::move(a);
    CHECK(a.empty()); // NOLINT(bugprone-use-after-move): that is the question
    CHECK(equal(b, Bytes{1, 2, 3}));
    CHECK(equal(twin, b));
}

TEST_CASE("secure bytes: what is replaced is wiped first")
{
    SecureBytes a{ByteView{Bytes{1, 2, 3}}};
    a = SecureBytes{ByteView{Bytes{4, 5}}};
    CHECK(equal(a, Bytes{4, 5}));

    Bytes memory{1, 2, 3};
    wipe(memory);
    CHECK(memory == Bytes{0, 0, 0});
}

TEST_CASE("secure bytes: concatenation and comparison in constant time")
{
    CHECK(equal(secure_concat({Bytes{1}, Bytes{2, 3}}), Bytes{1, 2, 3}));
    CHECK(ct_equal(Bytes{1, 2}, Bytes{1, 2}));
    CHECK_FALSE(ct_equal(Bytes{1, 2}, Bytes{1, 3}));
    CHECK_FALSE(ct_equal(Bytes{1, 2}, Bytes{1}));
    CHECK(ct_equal({}, {}));
}

TEST_CASE("error: step and status word stand in the sentence")
{
    const Error error{Errc::unexpected_status, Step{"PACE step 1"}, StatusWord{0x6982}};
    CHECK(error.code() == Errc::unexpected_status);
    CHECK(error.step() == "PACE step 1");
    CHECK(error.status_word() == StatusWord{0x6982});
    CHECK(std::string{error.what()} == "PACE step 1: status word 6982");
}

TEST_CASE("error: field and number travel along")
{
    const Error error = Error{Errc::config_invalid, "is unknown"}.with_field("pin.tries").with_number(12);
    CHECK(error.field() == "pin.tries");
    CHECK(error.number() == 12);
    CHECK_FALSE(Error{Errc::internal, "x"}.number().has_value());
}

TEST_CASE("require: throws only when the condition does not hold")
{
    CHECK_NOTHROW(require(true, Errc::internal, "step", "sentence"));
    CHECK(test::error_of([] {
        require(false, Errc::crypto_failed, "s", "t");
        return 0;
    }) == Errc::crypto_failed);
}
