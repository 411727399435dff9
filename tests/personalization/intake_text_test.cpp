// SPDX-License-Identifier: Apache-2.0
#include "personalization/records.hpp"

#include "production/data_preparation.hpp"

#include <doctest/doctest.h>

using namespace perso::intake;
using nlohmann::json;
using test::photograph;
using test::specimen;

namespace {

Checked checked(const json& record)
{
    return check({record.dump(), photograph(), {}}, card::profile::builtin(), test::day);
}

/// What is wrong with the record when one value is changed.
std::string reason(const char* pointer, const json& value)
{
    json record = specimen();
    record[json::json_pointer{pointer}] = value;
    const auto rejections = checked(record).rejections;
    return rejections.empty() ? "" : rejections.front().reason;
}

} // namespace

TEST_CASE("intake: the four spellings of AM are taken and become one")
{
    for (const char* water : {"\u0E99\u0EC9\u0EB3", "\u0E99\u0ECD\u0EC9\u0EB2", "\u0E99\u0EC9\u0ECD\u0EB2",
             "\u0E99\u0EB3\u0EC9", "\u0E99\u0EB3\u200B\u0EC9"}) {
        json record = specimen();
        record["birth_place"]["village"] = water;
        const auto result = checked(record);
        CHECK(result.accepted());
        CHECK(result.record.birth_place.village == "\u0E99\u0EC9\u0EB3");
    }
}

TEST_CASE("intake: Lao digits are ASCII digits in the record")
{
    json record = specimen();
    record["personal_number"] = "໐໑໐໑໑໙໙໐໐໐໐໐໐໐໑";
    record["household_book"] = "໐໑-0001234";
    record["address"]["village"] = "ຫຼັກ ໕໒";
    record["birth_date"] = "໑໒/໐໕/໑໙໙໐";
    const auto result = checked(record);
    CHECK(result.accepted());
    CHECK(result.record.personal_number == "010119900000001");
    CHECK(result.record.household_book == "01-0001234");
    CHECK(result.record.address.village == "ຫຼັກ 52");
    CHECK(to_text(result.record.birth_date) == "1990-05-12");
}

TEST_CASE("intake: names have no digits and no titles, places may have numbers")
{
    CHECK(reason("/name/lao/given", "ສົມ 2") == "a digit, which no name has");
    CHECK(reason("/name/lao/given", "ສົມ ໒") == "a digit, which no name has");
    CHECK(reason("/name/lao/title", "ທ້າວ 2") == "a digit, which no name has");
    const std::string title =
        "begins with a title, which has a field of its own; for a name that only looks so, begins_like_title";
    CHECK(reason("/name/lao/given", "ທ້າວ ສົມສະໄໝ") == title);
    CHECK(reason("/name/lao/given", "ທ້າວສົມສະໄໝ") == title);
    CHECK(reason("/name/lao/family", "ນາງ") == title);
    CHECK(reason("/name/latin/given", "MR SOMSAMAY") == title);
    CHECK(reason("/name/latin/given", "THAO") == "");
    CHECK(reason("/name/lao/title", "ທ່ານ ດຣ") == "");
    CHECK(reason("/name/latin/title", "MR") == "");
}

TEST_CASE("intake: a name that only looks as if it began with a title passes when a person has confirmed it")
{
    json record = specimen();
    record["name"]["lao"]["given"] = "ນາງຄຳ";
    CHECK_FALSE(checked(record).accepted());
    record["name"]["begins_like_title"] = "yes";
    CHECK_FALSE(checked(record).accepted());
    record["name"]["begins_like_title"] = "confirmed";
    CHECK(checked(record).accepted());
    CHECK(checked(record).record.lao.given == "ນາງຄຳ");
    record["name"]["lao"]["given"] = "ນາງຄຳ 2"; // confirms nothing else
    CHECK_FALSE(checked(record).accepted());
}

TEST_CASE("intake: text of old Lao fonts is told from other letters")
{
    CHECK(reason("/name/lao/given", "\u00A6\u00BD\u00A1\u00D2\u00BE") ==
          "text of an old Lao font or of a wrong character set: convert it to Unicode first");
}

TEST_CASE("intake: a Buddhist year is refused in words, a guessed year is taken")
{
    CHECK(reason("/birth_date", "2533-05-12") == "a Buddhist year: write the Gregorian year, which is 543 less");
    CHECK(reason("/birth_date", "12/05/໒໕໓໓") == "a Buddhist year: write the Gregorian year, which is 543 less");
    json record = specimen();
    record["birth_date"] = "1990~";
    CHECK(checked(record).record.birth_date.estimated);
}

TEST_CASE("intake: a Latin name that is missing is suggested and still missing")
{
    json record = specimen();
    record["name"].erase("latin");
    const auto result = checked(record);
    CHECK(result.rejections == Rejections{{"name.latin", "missing"}});
    CHECK(result.suggestions ==
          std::vector<Suggestion>{{"name.latin.given", "SOMSAMAI"}, {"name.latin.family", "TOUAYANG"}});
    CHECK(result.record.latin.given.empty());
    CHECK(result.record.latin.family.empty());

    record = specimen();
    record["name"]["latin"].erase("family");
    CHECK(checked(record).suggestions == std::vector<Suggestion>{{"name.latin.family", "TOUAYANG"}});
    CHECK(checked(specimen()).suggestions.empty());
}
