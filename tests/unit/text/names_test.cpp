// SPDX-License-Identifier: Apache-2.0
#include "card/text/names.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card::text;

TEST_CASE("titles: with a space, a dot or written together")
{
    CHECK(leading_title("ທ້າວ ສົມສະໄໝ") == "ທ້າວ");
    CHECK(leading_title("ທ້າວສົມສະໄໝ") == "ທ້າວ");
    CHECK(leading_title("ນາງສາວ ດາວ") == "ນາງສາວ");
    CHECK(leading_title("ນາງແກ້ວ") == "ນາງ");
    CHECK(leading_title("ນາງ") == "ນາງ");
    CHECK(leading_title("ດຣ. ຄຳຫຼ້າ") == "ດຣ");
    CHECK(leading_title("ພັນເອກ ຄຳ") == "ພັນເອກ");
    CHECK(leading_title("MR SOMSAY") == "MR");
    CHECK(leading_title("MRS. DAO") == "MRS");
    CHECK(leading_title("Mr Somsay") == "Mr");
}

TEST_CASE("titles: what only looks like one")
{
    CHECK(leading_title("ນາງາມ") == ""); // ນາ-ງາມ
    CHECK(leading_title("ພັນທະວົງ") == "");
    CHECK(leading_title("ພັນເອກະຣາດ") == "");
    CHECK(leading_title("MRIDULA") == "");
    CHECK(leading_title("THAO") == ""); // a Hmong clan
    CHECK(leading_title("THAO PHET") == "");
    CHECK(leading_title("NANG KEO") == "");
    CHECK(leading_title("") == "");
}

TEST_CASE("search: spellings of one name find each other")
{
    CHECK(search_key("ຫຼວງ") == search_key("ຫລວງ"));
    CHECK(search_key("ໜອງ") == search_key("ຫນອງ"));
    CHECK(search_key("ໝອກ") == search_key("ຫມອກ"));
    CHECK(search_key("\u0E99\u0ECD\u0EC9\u0EB2") == search_key("\u0E99\u0EC9\u0EB3"));
    CHECK(search_key("ທ້າວ ສົມສະໄໝ") == search_key("ສົມ ສະໄຫມ"));
    CHECK(search_key("ທ່ານ ດຣ. ຄຳຫຼ້າ") == search_key("ຄຳຫລ້າ"));
    CHECK(search_key("Somsay") == search_key("SOMSAY"));
    CHECK(search_key("MR. SOM-SAY") == "somsay");
    CHECK(search_key("ຫຼັກ ໕໒") == search_key("ຫຼັກ 52"));
}

TEST_CASE("search: tone marks count unless they are to be ignored")
{
    CHECK(search_key("ແກ້ວ") != search_key("ແກວ"));
    CHECK(search_key("ແກ້ວ", Tones::ignored) == search_key("ແກ່ວ", Tones::ignored));
    CHECK(search_key("ນ້ຳ", Tones::ignored) == search_key("ນຳ"));
}

TEST_CASE("search: a name that is nothing but a title stays")
{
    CHECK(search_key("ນາງ") == "ນາງ");
    CHECK(search_key("") == "");
    CHECK(test::error_of([] { search_key("\xE0\xBA"); }) == card::Errc::malformed_data);
    CHECK(test::error_of([] { leading_title("\xE0\xBA"); }) == card::Errc::malformed_data);
}

TEST_CASE("search: no two districts of one province have one key")
{
    std::map<std::string, std::string> seen;
    for (const test::Vector& place : test::read_vectors("lao_places.vec"))
        if (place.has("District"))
            CHECK(seen.emplace(place.text("District").substr(0, 2) + search_key(place.text("Name")), "").second);
}
