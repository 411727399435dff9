// SPDX-License-Identifier: Apache-2.0
#include "card/base/cbor.hpp"
#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace card;

namespace {

std::string written(std::uint64_t number)
{
    CborWriter out;
    out.number(number);
    return to_hex(out.out());
}

/// What reading the hexadecimal bytes as a number throws.
void refuse_number(std::string_view hex)
{
    CAPTURE(std::string{hex});
    const Bytes bytes = from_hex(hex);
    CborReader in{bytes};
    CHECK(test::error_of([&] { in.number(); }) == Errc::malformed_data);
}

} // namespace

TEST_CASE("CBOR: numbers as in RFC 8949, appendix A, and at each change of length")
{
    const std::pair<std::uint64_t, const char*> examples[] = {{0, "00"}, {1, "01"}, {10, "0a"}, {23, "17"},
        {24, "1818"}, {25, "1819"}, {100, "1864"}, {255, "18ff"}, {256, "190100"}, {1000, "1903e8"}, {65535, "19ffff"},
        {65536, "1a00010000"}, {1'000'000, "1a000f4240"}, {0xFFFFFFFF, "1affffffff"},
        {0x100000000, "1b0000000100000000"}, {1'000'000'000'000, "1b000000e8d4a51000"},
        {std::numeric_limits<std::uint64_t>::max(), "1bffffffffffffffff"}};
    for (const auto& [number, hex] : examples) {
        CHECK(written(number) == hex);
        const Bytes bytes = from_hex(hex);
        CborReader in{bytes};
        CHECK(in.number() == number);
        in.finish();
    }
}

TEST_CASE("CBOR: strings, arrays and maps")
{
    CborWriter out;
    out.map(2);
    out.number(1);
    out.array(2);
    out.bytes(from_hex("01020304"));
    out.text("ກ");
    out.number(2);
    out.bytes({});
    CHECK(to_hex(out.out()) == "a20182440102030463e0ba810240");

    CborReader in{out.out()};
    CborKeys keys;
    CHECK(in.map() == 2);
    CHECK(keys.next(in) == 1);
    in.array(2);
    CHECK(to_hex(in.bytes()) == "01020304");
    CHECK(in.text() == "ກ");
    CHECK(keys.next(in) == 2);
    CHECK(in.bytes().empty());
    in.finish();
}

TEST_CASE("CBOR: a number has one encoding")
{
    for (const char* longer : {"1800", "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff"})
        refuse_number(longer);
    for (const char* reserved : {"1c", "1d", "1e", "1f"})
        refuse_number(reserved);
    for (const char* cut : {"", "18", "1901", "1a010000", "1b01000000000000"})
        refuse_number(cut);
    for (const char* other : {"20", "40", "60", "80", "a0", "c0", "f4", "f90000", "ff"})
        refuse_number(other);
}

TEST_CASE("CBOR: lengths beyond the bytes, indefinite lengths, broken texts")
{
    const auto refuses = [](const char* hex, const auto& read) {
        CAPTURE(hex);
        const Bytes bytes = from_hex(hex);
        CborReader in{bytes};
        CHECK(test::error_of([&] { read(in); }) == Errc::malformed_data);
    };
    for (const char* hex : {"41", "4201", "5bffffffffffffffff00", "5f4101ff"})
        refuses(hex, [](CborReader& in) { in.bytes(); });
    for (const char* hex : {"61ff", "62c080", "63eda080", "6161ff"})
        refuses(hex, [](CborReader& in) {
            in.text();
            in.finish();
        });
    for (const char* hex : {"81", "9bffffffffffffffff", "9fff"})
        refuses(hex, [](CborReader& in) { in.array(); });
    for (const char* hex : {"a1", "a100", "bbffffffffffffffff0000", "bfff"})
        refuses(hex, [](CborReader& in) { in.map(); });
    refuses("8201", [](CborReader& in) { in.array(1); });
    refuses("1818", [](CborReader& in) { in.number(23); });
}

TEST_CASE("CBOR: the keys of a map ascend")
{
    for (const char* hex : {"0101", "0100"}) {
        const Bytes bytes = from_hex(hex);
        CborReader in{bytes};
        CborKeys keys;
        keys.next(in);
        CHECK(test::error_of([&] { keys.next(in); }) == Errc::malformed_data);
    }
}

TEST_CASE("CBOR: a matcher tells whether the same would be written, and nothing less or more")
{
    const auto matches = [](std::string_view hex, std::string_view text) {
        const Bytes expected = from_hex(hex);
        CborMatcher out{expected};
        out.array(2);
        out.number(1000);
        out.text(text);
        CHECK(out.out().empty());
        return out.matches();
    };
    CHECK(matches("821903e8626c61", "la"));
    CHECK(!matches("821903e8626c61", "le"));
    CHECK(!matches("821903e8626c61", "lao"));
    CHECK(!matches("821903e8626c6100", "la"));
    CHECK(!matches("821903e8626c", "la"));
    CHECK(!matches("8219", "la"));
    CHECK(!matches("", "la"));
    CHECK(!matches("831903e8626c61", "la"));
}
