// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/placeholders.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using test::error_of;
using namespace std::string_view_literals;

TEST_CASE("postgresql: placeholders become numbers with types, each name one")
{
    const Bindings values{{":card", std::int64_t{7}}, {":at", std::int64_t{8}}, {":reason", "lost"}};
    const Numbered form = numbered("UPDATE x SET a = :at, b = :reason, c = :at WHERE card = :card;", values);
    CHECK(form.sql == "UPDATE x SET a = $1::bigint, b = $2::text, c = $1::bigint WHERE card = $3::bigint;");
    REQUIRE(form.order.size() == 3);
    CHECK(form.order[0]->name == ":at"sv);
    CHECK(form.order[2]->name == ":card"sv);
}

TEST_CASE("postgresql: quoted text, comments and casts stay as they are; null has no type")
{
    const Bindings values{{":a", nullptr}};
    CHECK(numbered("SELECT ':a', \":a\", x::text, :a -- :a of :b\n, :a", values).sql ==
          "SELECT ':a', \":a\", x::text, $1 -- :a of :b\n, $1");
    CHECK(types({{":a", nullptr}, {":b", std::int64_t{1}}, {":c", "x"}, {":d", card::ByteView{}}}) == "nitb");
}

TEST_CASE("postgresql: a value that is missing, and one too many")
{
    CHECK(error_of([] { numbered("SELECT :a", {}); }) == Errc::internal);
    CHECK(error_of([] { numbered("SELECT 1", {{":a", "x"}}); }) == Errc::internal);
}

TEST_CASE("postgresql: values as text; a zero character has no place in one")
{
    CHECK_FALSE(as_parameter(nullptr));
    CHECK(as_parameter(std::int64_t{-5}) == "-5");
    CHECK(as_parameter("ກ'") == "ກ'");
    const card::Bytes bytes{0x00, 0xFF};
    CHECK(as_parameter(card::ByteView{bytes}) == "\\x00ff");
    CHECK(error_of([] { as_parameter("a\0b"sv); }) == Errc::store_failed);
}
