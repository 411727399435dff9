// SPDX-License-Identifier: Apache-2.0
#include "intake/lao_spelling.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using perso::intake::lao_spelling_fault;

namespace {

// Names of the provinces. Source: Unicode CLDR common/subdivisions/lo.xml, without the word for province, AM as U+0EB3.
constexpr std::array provinces{"ນະຄອນຫຼວງວຽງຈັນ", "ຜົ້ງສາລີ", "ຫຼວງນ້ຳທາ", "ອຸດົມໄຊ", "ບໍ່ແກ້ວ", "ຫຼວງພະບາງ", "ຫົວພັນ", "ໄຊຍະບູລີ",
    "ຊຽງຂວາງ", "ວຽງຈັນ", "ບໍລິຄຳໄຊ", "ຄຳມ່ວນ", "ສະຫວັນນະເຂດ", "ສາລະວັນ", "ເຊກອງ", "ຈຳປາສັກ", "ອັດຕະປື", "ໄຊສົມບູນ"};

} // namespace

TEST_CASE("lao: the names of all provinces are canonical")
{
    for (const char* name : provinces) {
        CAPTURE(std::string{name});
        CHECK_FALSE(lao_spelling_fault(name));
    }
}

TEST_CASE("lao: of the four spellings of water that look alike, one is canonical")
{
    CHECK_FALSE(lao_spelling_fault("\u0E99\u0EC9\u0EB3"));
    CHECK(lao_spelling_fault("\u0E99\u0ECD\u0EC9\u0EB2") == "AM is written U+0EB3, not as two characters");
    CHECK(lao_spelling_fault("\u0E99\u0EC9\u0ECD\u0EB2") == "a tone mark stands before its vowel mark");
    CHECK(lao_spelling_fault("\u0E99\u0EB3\u0EC9") == "AM is written U+0EB3 after the tone mark");
}

TEST_CASE("lao: AM as two characters without a tone mark")
{
    CHECK(lao_spelling_fault("\u0E84\u0ECD\u0EB2\u0EA1\u0EC8\u0EA7\u0E99") ==
          "AM is written U+0EB3, not as two characters");
}

TEST_CASE("lao: two vowel marks on one consonant, as an open address list has them")
{
    CHECK(lao_spelling_fault("ເຟືຶອງ") == "a vowel mark stands without a consonant");
    CHECK_FALSE(lao_spelling_fault("ເຟືອງ"));
}

TEST_CASE("lao: marks and vowels without their consonant")
{
    CHECK(lao_spelling_fault("\u0EC8\u0E81"));             // tone first
    CHECK(lao_spelling_fault("\u0EB4\u0E81"));             // vowel mark first
    CHECK(lao_spelling_fault("\u0EB2\u0E81"));             // vowel first
    CHECK(lao_spelling_fault("\u0EBC\u0E81"));             // LO below first
    CHECK(lao_spelling_fault("\u0E81\u0EC0"));             // leading vowel last
    CHECK(lao_spelling_fault("\u0EC0\u0EC0\u0E81"));       // leading vowel twice
    CHECK(lao_spelling_fault("\u0E81\u0EC8\u0EC8\u0EB2")); // tone twice
    CHECK(lao_spelling_fault("\u0EC6"));                   // repetition of nothing
}

TEST_CASE("lao: other scripts, digits and spaces at the wrong place")
{
    CHECK(lao_spelling_fault("Somsay") == "a character that is no Lao letter");
    CHECK(lao_spelling_fault("ສົມ໑") == "a character that is no Lao letter");
    CHECK(lao_spelling_fault("สมชาย") == "a character that is no Lao letter"); // Thai
    CHECK(lao_spelling_fault(" ສົມ"));
    CHECK(lao_spelling_fault("ສົມ "));
    CHECK(lao_spelling_fault("ສົມ  ໃຈ"));
    CHECK_FALSE(lao_spelling_fault("ສົມ ໃຈ"));
}

TEST_CASE("lao: what is no UTF-8")
{
    for (const char* text : {"\x80", "\xE0\xBA", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\x80\x80"})
        CHECK(lao_spelling_fault(text) == "not well-formed UTF-8");
}
