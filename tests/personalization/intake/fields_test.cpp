// SPDX-License-Identifier: Apache-2.0
#include "intake/fields.hpp"

#include "intake/classes.hpp"
#include "intake/masking.hpp"
#include "intake/table/columns.hpp"
#include "personalization/records.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>

using namespace perso::intake;
using nlohmann::json;

namespace {

/// Path of each value that the schema allows, and whether it must be there.
void collect(
    const json& schema, const json& root, const std::string& path, bool required, std::map<std::string, bool>& out)
{
    if (schema.contains("$ref"))
        return collect(
            root.at(json::json_pointer{schema.at("$ref").get<std::string>().substr(1)}), root, path, required, out);
    if (schema.contains("items"))
        return collect(schema.at("items"), root, path + "[]", false, out);
    if (!schema.contains("properties")) {
        out.emplace(path, required);
        return;
    }
    std::set<std::string> needed;
    for (const auto& key : schema.value("required", json::array()))
        needed.insert(key.get<std::string>());
    for (const auto& [key, value] : schema.at("properties").items())
        collect(value, root, path.empty() ? key : path + "." + key, required && needed.contains(key), out);
}

std::string shown_to(Viewer viewer, const std::string& path)
{
    for (const ShownField& field : shown_record(test::specimen().dump(), viewer))
        if (field.path == path)
            return field.value;
    return "absent";
}

} // namespace

TEST_CASE("fields: the schema of records and the table know the same fields")
{
    const json schema = json::parse(std::ifstream{CARD_TEST_DATA "/../personalization/intake/record.schema.json"});
    std::map<std::string, bool> in_schema;
    collect(schema, schema, "", true, in_schema);
    in_schema.erase("schema");
    std::map<std::string, bool> in_table;
    for (const Field& field : all_fields())
        in_table.emplace(field.path, field.presence == Presence::required);
    CHECK(in_schema == in_table);
}

TEST_CASE("fields: a table has exactly their columns, lists written out")
{
    CHECK(all_columns().size() == all_fields().size() + 5); // the second contact
    CHECK(find_column("notify[1].telephone") != nullptr);
    CHECK(find_column("notify[2].telephone") == nullptr);
    CHECK(find_column("notify[].telephone") == nullptr);
    CHECK(find_field("notify[1].telephone") == find_field("notify[].telephone"));
    CHECK(find_field("telephone") == nullptr);
    for (const Column& column : all_columns())
        CHECK(find_field(column.path) != nullptr);
}

TEST_CASE("fields: what identifies by number or body is specific, and nothing of that kind is returned")
{
    for (const char* path : {"personal_number", "household_book", "photograph", "signature"})
        CHECK(find_field(path)->data_class == DataClass::specific);
    for (const Field& field : all_fields()) {
        CAPTURE(field.path);
        CHECK(field.data_class != DataClass::prohibited);
        if (field.data_class == DataClass::specific) {
            CHECK(field.mask != Mask::plain);
            CHECK_FALSE(field.returned);
        }
        CHECK(std::string{field.label} != "");
    }
}

TEST_CASE("fields: how long each class is kept, whatever the office wants")
{
    using std::chrono::days;
    CHECK(kept_after(DataClass::general, days{1}) == days{1});
    CHECK(kept_after(DataClass::general, days{3653}) == days{3653});
    CHECK(kept_after(DataClass::general, days{4000}) == days{3653});
    CHECK(kept_after(DataClass::specific, days{1}) == days{1});
    CHECK(kept_after(DataClass::specific, days{90}) == days{90});
    CHECK(kept_after(DataClass::specific, days{91}) == days{90});
    CHECK(kept_after(DataClass::prohibited, days{3653}) == days{0});
}

TEST_CASE("classes: each field goes into the part of its class, and both parts are the record again")
{
    json record = test::specimen();
    record["notify"] = json::array({{{"name", "ສົມພອນ"}}});
    const ClassParts parts = split(record.dump());
    const json general = json::parse(parts.general);
    const json specific = json::parse(parts.specific);
    for (const std::string& path : all_paths()) {
        CAPTURE(path);
        const auto pointer = pointer_to(path);
        const bool is_general = find_field(path)->data_class == DataClass::general;
        CHECK(general.contains(pointer) == (record.contains(pointer) && is_general));
        CHECK(specific.contains(pointer) == (record.contains(pointer) && !is_general));
    }
    CHECK(specific.contains("schema")); // what is no field
    CHECK(join(parts) == record.dump());
    CHECK(join({.general = parts.general, .specific = "{}"}) == parts.general);
    CHECK(join({.general = "{}", .specific = parts.specific}) == parts.specific);
    for (const char* other : {"no JSON", "[1]", ""}) {
        CHECK(split(other).general.empty());
        CHECK(join(split(other)) == other);
    }
}

TEST_CASE("fields: prohibited data are refused by their kind, and their value is not told")
{
    for (const Field& field : prohibited_fields()) {
        json record = test::specimen();
        record[std::string{field.path}] = "value";
        const Rejections expected{{std::string{field.path}, "data of this kind must not be in a record"}};
        CHECK(test::rejections_of(record) == expected);
        CHECK(shown(field.path, "value", Viewer::approver) == "•");
    }
    CHECK(is_prohibited("holder.religion"));
    CHECK_FALSE(is_prohibited("religion.name"));
    CHECK_FALSE(is_prohibited(""));
}

TEST_CASE("masking: who releases the application sees all, everybody else what a list needs")
{
    CHECK(shown_to(Viewer::approver, "personal_number") == "010119900000001");
    CHECK(shown_to(Viewer::other, "personal_number") == "•001");
    CHECK(shown_to(Viewer::other, "name.lao.given") == "ສ•");
    CHECK(shown_to(Viewer::other, "name.latin.family") == "S•");
    CHECK(shown_to(Viewer::other, "birth_date") == "1990");
    CHECK(shown_to(Viewer::other, "address.village") == "•");
    CHECK(shown_to(Viewer::other, "address.province") == "ນະຄອນຫຼວງວຽງຈັນ");
    CHECK(shown_to(Viewer::other, "photograph") == "•");
    CHECK(shown_to(Viewer::other, "application") == "VT-2026-000001");
    CHECK(shown_to(Viewer::other, "earlier_card") == "absent");
    CHECK(shown("birth_date", "12/05/1990", Viewer::other) == "1990");
    CHECK(shown("birth_date", "12/05", Viewer::other) == "•");
    CHECK(shown("household_book", "01-1", Viewer::other) == "•"); // too short for its last characters
    CHECK(shown("personal_number", "", Viewer::other) == "");
    CHECK(shown("colour", "red", Viewer::approver) == "•");
}

TEST_CASE("masking: Lao digits are digits, and no character is cut")
{
    CHECK(shown("birth_date", "໑໒/໐໕/໑໙໙໐", Viewer::other) == "1990");
    CHECK(shown("birth_date", "໑໙90~", Viewer::other) == "1990");
    CHECK(shown("personal_number", "໐໑໐໑໑໙໙໐໐໐໐໐໐໐໑", Viewer::other) == "•001");
    CHECK(shown("personal_number", "0101199000000໐0໑", Viewer::other) == "•001");
    CHECK(shown("household_book", "01-000ສ1", Viewer::other) == "•0ສ1");
    CHECK(shown("household_book", "໐໑-໑", Viewer::other) == "•"); // four characters, of whatever size
    CHECK(shown("personal_number", "໐໑໐໑໑໙໙໐໐໐໐໐໐໐໑", Viewer::approver) == "໐໑໐໑໑໙໙໐໐໐໐໐໐໐໑");
    json record = test::specimen();
    record["household_book"] = "໐໑-໐໐໐໑2";
    for (const ShownField& field : shown_record(record.dump(), Viewer::other))
        CHECK_NOTHROW(json(field.value).dump());
}

TEST_CASE("fields: a result gives the number of the application back and nothing else of a record")
{
    CHECK(returned_fields(test::specimen()) == json{{"application", "VT-2026-000001"}});
    CHECK(returned_fields(json{{"colour", "red"}}) == json::object());
}

TEST_CASE("intake: a household together is one word")
{
    json record = test::specimen();
    record["household"] = "together";
    CHECK(test::rejections_of(record).empty());
    CHECK(check({record.dump(), test::photograph()}, card::profile::builtin(), test::day).record.household_together);
    record["household"] = "yes";
    CHECK(test::rejections_of(record) == Rejections{{"household", "not the word together"}});
}
