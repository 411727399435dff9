// SPDX-License-Identifier: Apache-2.0
#include "card/cli/printable.hpp"

#include <doctest/doctest.h>

using namespace card::cli;

TEST_CASE("printable: Lao, Latin and other letters stay as they are")
{
    for (const std::string text : {"", "KEOPHET<SOMCHAI", "ນ້ຳງື່ມ ທ້າວ ສົມໄຊ ແກ້ວເພັດ", "Nguyễn 𝄞"})
        CHECK(printable(text) == text);
}

TEST_CASE("printable: a card cannot move the cursor, colour the verdict or turn the direction of writing")
{
    CHECK(printable("A\x1b[2J\x1b[32mGENUINE") == "A\uFFFD[2J\uFFFD[32mGENUINE");
    CHECK(printable("a\nb\rc\td\x7f") == "a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
    CHECK(printable("\u009b31m") == "\uFFFD31m"); // CSI as one C1 character
    CHECK(printable("\u202egnp\u2066") == "\uFFFDgnp\uFFFD");
    CHECK(printable(std::string_view{"a\0b", 3}) == "a\uFFFDb");
}

TEST_CASE("printable: broken UTF-8 is replaced byte by byte")
{
    CHECK(printable("\xC0\xAF") == "\uFFFD\uFFFD");             // overlong
    CHECK(printable("\xE0\x80\x80") == "\uFFFD\uFFFD\uFFFD");   // overlong
    CHECK(printable("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");   // surrogate
    CHECK(printable("\xF4\x90\x80\x80").starts_with("\uFFFD")); // above U+10FFFF
    CHECK(printable("x\xE0\xBA") == "x\uFFFD\uFFFD");           // cut off
    CHECK(printable("\x80") == "\uFFFD");
}

TEST_CASE("printable: Lao signs above and below take no column")
{
    CHECK(columns("abc") == 3);
    CHECK(columns("ກິ່ງ") == 2);   // ກ + vowel + tone, ງ
    CHECK(columns("ຜູ້ຖືບັດ") == 4); // ຜ ຖ ບ ດ
    CHECK(columns("ນ້ຳ") == 2);   // AM takes one of its own
    CHECK(pad("ບັດ", 4) == "ບັດ  ");
    CHECK(pad("long", 2) == "long");
}

TEST_CASE("printable: what is too long for its columns is cut between characters, not between their signs")
{
    CHECK(clip_end("abcdef", 6) == "abcdef");
    CHECK(clip_end("abcdef", 4) == "abc…");
    CHECK(clip_start("abcdef", 4) == "…def");
    CHECK(clip_end("abcdef", 1) == "…");
    CHECK(clip_start("abcdef", 1) == "…");
    CHECK(clip_end("", 1) == "");
    CHECK(clip_end("ຜູ້ຖືບັດ", 4) == "ຜູ້ຖືບັດ"); // 8 characters, 4 columns
    CHECK(clip_end("ຜູ້ຖືບັດ", 3) == "ຜູ້ຖື…");
    CHECK(clip_start("ຜູ້ຖືບັດ", 3) == "…ບັດ");
    CHECK(clip_end("ນ້ຳນ້ຳ", 3) == "ນ້ຳ…"); // AM goes with its consonant
    CHECK(clip_end("ນ້ຳນ້ຳ", 2) == "…");
    CHECK(clip_start("ນ້ຳນ້ຳ", 2) == "…");
    for (const std::string text : {"ນ້ຳງື່ມ ທ້າວ ສົມໄຊ ແກ້ວເພັດ", "Virtual PCD 00 00: ກຳລັງຂຽນບັດ"})
        for (std::size_t width = 1; width <= columns(text) + 1; ++width) {
            CHECK(columns(clip_end(text, width)) <= width);
            CHECK(columns(clip_start(text, width)) <= width);
            CHECK(printable(clip_end(text, width)) == clip_end(text, width)); // whole characters
        }
}
