// SPDX-License-Identifier: Apache-2.0
#include "card/text/encoding.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using text::Encoding;
using text::EncodingFault;

namespace {

/// What hexadecimal bytes are as a text: encoding and characters, or a fault.
struct Decoded {
    std::variant<text::DecodedText, EncodingFault> value;

    explicit Decoded(std::string_view hex) : value{text::decode_text(from_hex(hex))} {}

    bool is(Encoding encoding, std::string_view characters) const
    {
        const auto* decoded = std::get_if<text::DecodedText>(&value);
        return decoded && decoded->encoding == encoding && decoded->text == characters;
    }

    bool is(EncodingFault fault) const
    {
        const auto* found = std::get_if<EncodingFault>(&value);
        return found && *found == fault;
    }
};

} // namespace

TEST_CASE("encoding: UTF-8, with a byte order mark or without")
{
    CHECK(Decoded{""}.is(Encoding::utf8, ""));
    CHECK(Decoded{"61e0baa5"}.is(Encoding::utf8, "aລ"));
    CHECK(Decoded{"efbbbf61e0baa5"}.is(Encoding::utf8_with_mark, "aລ"));
    CHECK(Decoded{"61e0ba"}.is(EncodingFault::not_unicode));
    CHECK(Decoded{"ca"}.is(EncodingFault::not_unicode)); // KO KAI in a code page
    CHECK(Decoded{"efbbbf6100"}.is(EncodingFault::not_unicode));
}

TEST_CASE("encoding: UTF-16 by its mark, in both orders")
{
    CHECK(Decoded{"fffe6100a50e"}.is(Encoding::utf16_little_endian, "aລ"));
    CHECK(Decoded{"feff00610ea5"}.is(Encoding::utf16_big_endian, "aລ"));
    CHECK(Decoded{"feffd83dde00"}.is(Encoding::utf16_big_endian, "\xF0\x9F\x98\x80")); // a surrogate pair
    CHECK(Decoded{"fffe"}.is(Encoding::utf16_little_endian, ""));
    CHECK(Decoded{"fffe61"}.is(EncodingFault::not_unicode));   // half a unit
    CHECK(Decoded{"feffd83d"}.is(EncodingFault::not_unicode)); // half a pair
    CHECK(Decoded{"feffde000061"}.is(EncodingFault::not_unicode));
    CHECK(Decoded{"feff00000061"}.is(EncodingFault::not_unicode));
}

TEST_CASE("encoding: UTF-16 without a mark is named, not guessed")
{
    CHECK(Decoded{"61006200a50e"}.is(EncodingFault::utf16_without_mark));
    CHECK(Decoded{"00610062"}.is(EncodingFault::utf16_without_mark));
}
