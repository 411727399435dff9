// SPDX-License-Identifier: Apache-2.0
#include "card/text/canonical.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using card::text::ascii_digits;
using card::text::canonical;

TEST_CASE("canonical: the four spellings of water that look alike become one")
{
    const std::string water = "\u0E99\u0EC9\u0EB3";
    CHECK(canonical("\u0E99\u0EC9\u0EB3") == water);
    CHECK(canonical("\u0E99\u0ECD\u0EC9\u0EB2") == water);
    CHECK(canonical("\u0E99\u0EC9\u0ECD\u0EB2") == water);
    CHECK(canonical("\u0E99\u0EB3\u0EC9") == water);
    CHECK(canonical("\u0E99\u0ECD\u0EB2\u0EC9") == water);
}

TEST_CASE("canonical: AM without a tone mark")
{
    CHECK(canonical("\u0E84\u0ECD\u0EB2\u0EA1\u0EC8\u0EA7\u0E99") == "ຄຳມ່ວນ");
    CHECK(canonical("ບໍ່າ") == "ບ່ຳ");
    CHECK(canonical("ບໍ່ ອາ") == "ບໍ່ ອາ"); // another word
}

TEST_CASE("canonical: marks of one consonant in their order, which no normalisation form of Unicode gives")
{
    const std::string right = "\u0E81\u0EB4\u0EC8";
    CHECK(canonical("\u0E81\u0EC8\u0EB4") == right);
    CHECK(canonical(right) == right);
    CHECK(canonical("\u0E81\u0EC8\u0EB8") == "\u0E81\u0EB8\u0EC8");             // below: NFC sorts it, too
    CHECK(canonical("\u0EAB\u0EC9\u0EBC\u0EB4") == "\u0EAB\u0EBC\u0EB4\u0EC9"); // LO below, vowel, tone
    CHECK(canonical("\u0E81\u0EB5\u0ECC\u0EC8") == "\u0E81\u0EB5\u0EC8\u0ECC");
}

TEST_CASE("canonical: spellings that people choose stay")
{
    for (const char* text : {"ໜອງ", "ຫນອງ", "ຫຼວງ", "ຫລວງ", "ໝອກ", "ຫມອກ", "ສົມ ໃຈ", "Somsay", "໑໒໓", ""})
        CHECK(canonical(text) == text);
}

TEST_CASE("canonical: what nobody sees goes, a no-break space is a space, Latin is composed")
{
    CHECK(canonical("ສົມ\u200Bໃຈ\uFEFF") == "ສົມໃຈ");
    CHECK(canonical("ສົມ\u00A0ໃຈ") == "ສົມ ໃຈ");
    CHECK(canonical("Xe\u0301kong") == "X\u00E9kong");
}

TEST_CASE("canonical: of three provinces CLDR's spelling becomes that of the others")
{
    int differing = 0;
    for (const test::Vector& place : test::read_vectors("lao_places.vec")) {
        CAPTURE(place.text("Name"));
        CHECK(canonical(place.text("Name")) == place.text("Name"));
        if (!place.has("Cldr"))
            continue;
        CHECK(place.text("Cldr") != place.text("Name"));
        CHECK(canonical(place.text("Cldr")) == place.text("Name"));
        ++differing;
    }
    CHECK(differing == 3);
}

TEST_CASE("canonical: once is enough, whatever the order of marks")
{
    const std::u32string_view marks = U"\u0EB4\u0EB8\u0EC8\u0ECD\u0EBC\u0EB2\u0EB3\u0ECC\u0301\u0323";
    const auto utf8 = [](char32_t c) {
        return c < 0x800 ? std::string{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))}
                         : std::string{static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                               static_cast<char>(0x80 | (c & 0x3F))};
    };
    for (const char32_t first : marks)
        for (const char32_t second : marks)
            for (const char32_t third : marks) {
                const std::string once = canonical("ກ" + utf8(first) + utf8(second) + utf8(third));
                CHECK(canonical(once) == once);
            }
}

TEST_CASE("canonical: Lao digits")
{
    CHECK(ascii_digits("໐໑໒໓໔໕໖໗໘໙") == "0123456789");
    CHECK(ascii_digits("ບ້ານ ໕2 A") == "ບ້ານ 52 A");
}

TEST_CASE("canonical: what is no UTF-8")
{
    for (const char* text : {"\x80", "\xE0\xBA", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\x80\x80"}) {
        CHECK(test::error_of([&] { canonical(text); }) == card::Errc::malformed_data);
        CHECK(test::error_of([&] { ascii_digits(text); }) == card::Errc::malformed_data);
    }
}
