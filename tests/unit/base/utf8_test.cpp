// SPDX-License-Identifier: Apache-2.0
#include "card/base/utf8.hpp"

#include <doctest/doctest.h>

using card::first_character;

TEST_CASE("utf8: characters of one to four bytes, the examples of [RFC3629] §7")
{
    CHECK(first_character("A").code_point == 0x41);
    CHECK(first_character("\xE2\x89\xA2").code_point == 0x2262);
    CHECK(first_character("\xED\x95\x9C").code_point == 0xD55C);
    CHECK(first_character("\xF0\xA3\x8E\xB4").code_point == 0x233B4);
    CHECK(first_character("\xF0\xA3\x8E\xB4z").size == 4);
    CHECK(first_character("\xE0\xBA\xAA").code_point == 0x0EAA); // Lao letter sung
}

TEST_CASE("utf8: overlong forms, surrogates, strays and truncations are broken")
{
    for (const std::string_view broken :
        {"\xC0\x80", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
            "\xF5\x80\x80\x80", "\x80", "\xFF", "\xC3", "\xE2\x89", "\xF0\xA3\x8E", "\xC3\x28", "\xE2\x28\xA1"})
        CHECK(first_character(broken).size == 0);
    CHECK(first_character("\xED\x9F\xBF").code_point == 0xD7FF);
    CHECK(first_character("\xF4\x8F\xBF\xBF").code_point == 0x10FFFF);
}

TEST_CASE("utf8: control characters")
{
    for (const char32_t control : {U'\x00', U'\x1B', U'\x1F', U'\x7F', U'\x80', U'\x9F'})
        CHECK(card::is_control(control));
    for (const char32_t shown : {U' ', U'~', U'\u00A0', U'\u0EAA'})
        CHECK_FALSE(card::is_control(shown));
}
