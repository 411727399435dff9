// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/image/format.hpp"

#include <doctest/doctest.h>

using namespace card;
using image::Format;
using image::sniff;

TEST_CASE("image: the format is told by the first bytes alone")
{
    CHECK(sniff(from_hex("FFD8FFE0")) == Format::jpeg);
    CHECK(sniff(from_hex("0000000C6A5020200D0A870A00")) == Format::jp2);
    CHECK(sniff(from_hex("FF4FFF51")) == Format::jpeg2000_codestream);
}

TEST_CASE("image: everything else is no photograph")
{
    CHECK_FALSE(sniff({}));
    CHECK_FALSE(sniff(from_hex("FFD8")));
    CHECK_FALSE(sniff(from_hex("FF4FFF")));
    CHECK_FALSE(sniff(from_hex("0000000C6A5020200D0A870B")));
    CHECK_FALSE(sniff(from_hex("89504E470D0A1A0A"))); // PNG
}
