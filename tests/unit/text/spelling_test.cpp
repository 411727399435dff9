// SPDX-License-Identifier: Apache-2.0
#include "card/text/spelling.hpp"

#include "card/text/canonical.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using card::text::spelling_problem;
using Fault = card::text::SpellingFault;

TEST_CASE("spelling: all 18 provinces and 148 districts are spelled by the rules, and the one that is not is found")
{
    int provinces = 0;
    int districts = 0;
    int broken = 0;
    for (const test::Vector& place : test::read_vectors("lao_places.vec")) {
        CAPTURE(place.text("Name"));
        CHECK_FALSE(spelling_problem(place.text("Name")));
        ++(place.has("Province") ? provinces : districts);
        if (place.has("AsFound")) {
            CHECK(spelling_problem(place.text("AsFound")) == Fault::vowel_mark_alone);
            ++broken;
        }
    }
    CHECK(provinces == 18);
    CHECK(districts == 148);
    CHECK(broken == 1);
}

TEST_CASE("spelling: of the four spellings of water that look alike, one is canonical")
{
    CHECK_FALSE(spelling_problem("\u0E99\u0EC9\u0EB3"));
    CHECK(spelling_problem("\u0E99\u0ECD\u0EC9\u0EB2") == Fault::am_in_two);
    CHECK(spelling_problem("\u0E99\u0EC9\u0ECD\u0EB2") == Fault::vowel_mark_after_tone);
    CHECK(spelling_problem("\u0E99\u0EB3\u0EC9") == Fault::am_before_tone);
    CHECK(spelling_problem("\u0E84\u0ECD\u0EB2\u0EA1\u0EC8\u0EA7\u0E99") == Fault::am_in_two);
}

TEST_CASE("spelling: marks and vowels without their consonant")
{
    CHECK(spelling_problem("\u0EC8\u0E81") == Fault::tone_mark_alone);
    CHECK(spelling_problem("\u0EB4\u0E81") == Fault::vowel_mark_alone);
    CHECK(spelling_problem("\u0EB2\u0E81") == Fault::vowel_alone);
    CHECK(spelling_problem("\u0EB3\u0E81") == Fault::vowel_alone);
    CHECK(spelling_problem("\u0EBC\u0E81") == Fault::consonant_sign_alone);
    CHECK(spelling_problem("\u0E81\u0EB2\u0ECC") == Fault::consonant_sign_alone);
    CHECK(spelling_problem("\u0E81\u0EC0") == Fault::leading_vowel_alone);
    CHECK(spelling_problem("\u0EC0\u0EC0\u0E81") == Fault::leading_vowel_alone); // twice E is no EI
    CHECK(spelling_problem("\u0E81\u0EC8\u0EC8\u0EB2") == Fault::tone_mark_alone);
    CHECK(spelling_problem("\u0E81\u0EB2\u0EC8") == Fault::tone_mark_alone);
    CHECK(spelling_problem("\u0E81\u0EB2\u0EB2") == Fault::vowel_alone);
    CHECK(spelling_problem("\u0E81\u0EB0\u0EB2") == Fault::vowel_alone);
    CHECK(spelling_problem("\u0E81\u0EC6\u0EB2") == Fault::vowel_alone);
    CHECK(spelling_problem("\u0EC6") == Fault::repetition_alone);
    CHECK(spelling_problem("ເຟືຶອງ") == Fault::vowel_mark_alone);
}

TEST_CASE("spelling: vowels of several characters")
{
    for (const char* vowel :
        {"ເກາະ", "ກົວະ", "ເກັຽະ", "ເກັຽ", "ເກຶອະ", "ເກືອ", "ເກົ້າ", "ກາຽ", "ເກິະ", "ແກ່", "ໄຫຼ່", "ເຫຼັກ", "ໝໍ້", "ເລື້ອຍໆ", "ຈັນທ໌"}) {
        CAPTURE(std::string{vowel});
        CHECK_FALSE(spelling_problem(vowel));
    }
}

TEST_CASE("spelling: other scripts")
{
    CHECK(spelling_problem("Somsay") == Fault::foreign_letter);
    CHECK(spelling_problem("ສົມ.") == Fault::foreign_letter);
    CHECK(spelling_problem("สมชาย") == Fault::foreign_letter); // Thai
    CHECK(spelling_problem("ສົມ\u200Bໃຈ") == Fault::foreign_letter);
    CHECK_FALSE(spelling_problem(card::text::canonical("ສົມ\u200Bໃຈ")));
}

TEST_CASE("spelling: text of old Lao fonts and UTF-8 read as Latin-1 are told from other scripts")
{
    CHECK(spelling_problem("\u00A6\u00BD\u00A1\u00D2\u00BE") == Fault::legacy_encoding); // ¦½¡Ò¾
    CHECK(spelling_problem("\u00E0\u00BA\u00AA\u00E0\u00BB") == Fault::legacy_encoding); // ສົ as àºªà»
    CHECK(spelling_problem("ສົມ\u2018") == Fault::legacy_encoding);
    CHECK(spelling_problem("\uF0A1") == Fault::legacy_encoding); // a symbol font
}

TEST_CASE("spelling: words, digits and what separates them")
{
    CHECK_FALSE(spelling_problem(""));
    CHECK_FALSE(spelling_problem("ສົມ ໃຈ"));
    CHECK_FALSE(spelling_problem("ສົມ-ໃຈ"));
    CHECK_FALSE(spelling_problem("ຫຼັກ 52"));
    CHECK_FALSE(spelling_problem("ຫຼັກ ໕໒"));
    for (const char* text : {" ສົມ", "ສົມ ", "ສົມ  ໃຈ", "ສົມ- ໃຈ", "-", " "})
        CHECK(spelling_problem(text) == Fault::stray_separator);
    CHECK(spelling_problem("5ິ") == Fault::vowel_mark_alone);
    CHECK(spelling_problem("5າ") == Fault::vowel_alone);
    CHECK(spelling_problem("5ໆ") == Fault::repetition_alone);
}

TEST_CASE("spelling: what is no UTF-8")
{
    for (const char* text : {"\x80", "\xE0\xBA", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\x80\x80"})
        CHECK(spelling_problem(text) == Fault::not_utf8);
}
