// SPDX-License-Identifier: Apache-2.0
#include "card/auth/general_authenticate.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using auth::Chain;

TEST_CASE("general_authenticate: commands as [9303-11] App. G.1 prints them")
{
    CHECK(to_hex(iso7816::encode(auth::general_authenticate(Chain::more))) == "10860000027c0000");
    CHECK(to_hex(iso7816::encode(auth::general_authenticate(
              Chain::last, tlv::Tag{0x85}, from_hex("C2B0BD78D94BA866")))) == "008600000c7c0a8508c2b0bd78d94ba86600");
}

TEST_CASE("general_authenticate: exactly one object of the expected tag")
{
    const auto value = [](const Bytes& data) { return auth::dynamic_authentication_data(data, tlv::Tag{0x86}); };
    const Bytes good = from_hex("7C0A86083ABB9674BCE93C08");
    CHECK(to_hex(value(good)) == "3abb9674bce93c08");

    for (std::size_t size = 0; size < good.size(); ++size) {
        const Bytes truncated{good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)};
        CHECK(test::error_of([&] { return value(truncated); }) == Errc::malformed_tlv);
    }
    for (const char* wrong : {
             "7C0A85083ABB9674BCE93C08",     // wrong tag inside
             "7D0A86083ABB9674BCE93C08",     // wrong tag outside
             "7C0A86083ABB9674BCE93C0800",   // trailing byte
             "7C0B86083ABB9674BCE93C0800",   // trailing byte inside
             "7C0C86083ABB9674BCE93C088700", // a second object
             "7C810A86083ABB9674BCE93C08",   // length not in the fewest bytes
             "7C00",
         }) {
        CAPTURE(wrong);
        CHECK(test::error_of([&] { return value(from_hex(wrong)); }) == Errc::malformed_tlv);
    }
}

TEST_CASE("general_authenticate: the empty template has one form")
{
    CHECK(auth::is_empty_template(from_hex("7C00")));
    for (const char* other : {"", "7C", "7C8100", "7C0000", "7C028000", "7D00"})
        CHECK_FALSE(auth::is_empty_template(from_hex(other)));
}
