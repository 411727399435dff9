// SPDX-License-Identifier: Apache-2.0
#include "card/lds/dg7.hpp"

#include "support/tampering.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::error_of;

TEST_CASE("dg7: the example of [9303-10] §4.7.7, shortened")
{
    const lds::Dg7 dg7{{from_hex("FFD8FFD9")}};
    const Bytes file = lds::encode(dg7);
    CHECK(to_hex(file) == "670a0201015f4304ffd8ffd9");
    CHECK(lds::decode_dg7(file) == dg7);
    CHECK(test::refuses_other_lengths(file, lds::decode_dg7));
    for (const char* wrong : {"660A0201015F4304FFD8FFD9", // another template
             "670A0201025F4304FFD8FFD9",                  // announces two
             "670A0201005F4304FFD8FFD9",                  // announces none
             "670A02010A5F4304FFD8FFD9",                  // announces ten
             "670A0301015F4304FFD8FFD9",                  // no number
             "670A0201015F4404FFD8FFD9",                  // another object
             "67060201015F4300",                          // an empty picture
             "6703020101"}) {
        CAPTURE(std::string{wrong});
        CHECK(error_of([&] { return lds::decode_dg7(from_hex(wrong)); }).has_value());
    }
}

TEST_CASE("dg7: several pictures, at most nine")
{
    const lds::Dg7 nine{std::vector<Bytes>(9, Bytes(300, 0xAB))};
    const Bytes file = lds::encode(nine);
    CHECK(lds::decode_dg7(file) == nine);
    CHECK(test::refuses_other_lengths(file, lds::decode_dg7));
    CHECK(error_of([] { return lds::encode(lds::Dg7{}); }) == Errc::malformed_data);
    CHECK(error_of([] { return lds::encode(lds::Dg7{{Bytes{}}}); }) == Errc::malformed_data);
    CHECK(error_of([] { return lds::encode(lds::Dg7{std::vector<Bytes>(10, Bytes(1))}); }) == Errc::malformed_data);
}
