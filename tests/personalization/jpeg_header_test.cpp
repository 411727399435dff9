// SPDX-License-Identifier: Apache-2.0
#include "intake/jpeg_header.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using card::Bytes;
using perso::intake::read_jpeg_header;

namespace {

// SOI, APP0 (JFIF), SOF, EOI. [T.81] §B.2
Bytes jpeg(const char* sof)
{
    return card::concat({card::from_hex("FFD8 FFE0 0010 4A46494600 0101 00 0001 0001 00 00"), card::from_hex(sof),
        card::from_hex("FFDA 000C 03 0100 0211 0311 00 3F 00 0000 FFD9")});
}

constexpr const char* colour = "FFC0 0011 08 01E0 0168 03 012200 021101 031101"; // 480 high, 360 wide

} // namespace

TEST_CASE("jpeg: size and components stand in the frame header")
{
    const auto header = read_jpeg_header(jpeg(colour));
    REQUIRE(header);
    CHECK(header->width == 360);
    CHECK(header->height == 480);
    CHECK(header->precision == 8);
    CHECK(header->components == 3);
    CHECK_FALSE(header->progressive);
}

TEST_CASE("jpeg: progressive and grey")
{
    const auto header = read_jpeg_header(jpeg("FFC2 000B 08 0140 00F0 01 011100"));
    REQUIRE(header);
    CHECK(header->progressive);
    CHECK(header->components == 1);
}

TEST_CASE("jpeg: fill bytes before a marker")
{
    CHECK(read_jpeg_header(jpeg("FFFFFFC0 000B 08 0140 00F0 01 011100")));
}

TEST_CASE("jpeg: every truncation is no JPEG")
{
    const Bytes whole = jpeg(colour);
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(read_jpeg_header(card::ByteView{whole}.first(size)));
}

TEST_CASE("jpeg: segments that lie")
{
    CHECK_FALSE(read_jpeg_header(jpeg("FFC0 0001 08 01E0 0168 03 012200 021101 031101"))); // length below 2
    CHECK_FALSE(read_jpeg_header(jpeg("FFC0 FFFF 08 01E0 0168 03 012200 021101 031101"))); // beyond the end
    CHECK_FALSE(read_jpeg_header(jpeg("FFC0 000B 08 01E0 0168 03 012200")));               // fewer components than told
    CHECK_FALSE(read_jpeg_header(jpeg("FFC0 0007 08 01E0 0168")));                         // no components at all
    CHECK_FALSE(read_jpeg_header(jpeg("1234")));                                           // no marker
    CHECK_FALSE(read_jpeg_header(jpeg("")));                                               // a scan before any frame
}
