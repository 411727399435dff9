// SPDX-License-Identifier: Apache-2.0
#include "cli/json_schema.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace test {

using nlohmann::json;

namespace {

bool has_type(const json& document, const std::string& type)
{
    return (type == "object" && document.is_object()) || (type == "array" && document.is_array()) ||
           (type == "string" && document.is_string()) || (type == "integer" && document.is_number_integer()) ||
           (type == "boolean" && document.is_boolean());
}

std::string object_violation(const json& document, const json& schema, const std::string& place)
{
    for (const json& name : schema.value("required", json::array()))
        if (!document.contains(name.get<std::string>()))
            return place + " lacks " + name.get<std::string>();
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, value] : document.items()) {
        if (!properties.contains(name)) {
            if (!schema.value("additionalProperties", true))
                return place + " has the unknown member " + name;
            continue;
        }
        if (auto violation = schema_violation(value, properties[name], place + "." + name); !violation.empty())
            return violation;
    }
    return {};
}

} // namespace

std::string schema_violation(const json& document, const json& schema, const std::string& place)
{
    constexpr std::array<std::string_view, 11> known{"$schema", "$id", "title", "description", "type", "const", "enum",
        "required", "properties", "additionalProperties", "items"};
    for (const auto& [keyword, value] : schema.items())
        if (std::ranges::find(known, keyword) == known.end())
            return place + ": the check does not know the keyword " + keyword;

    if (schema.contains("type") && !has_type(document, schema["type"].get<std::string>()))
        return place + " is no " + schema["type"].get<std::string>();
    if (schema.contains("const") && document != schema["const"])
        return place + " is not " + schema["const"].dump();
    if (schema.contains("enum") && std::ranges::find(schema["enum"], document) == schema["enum"].end())
        return place + " is none of " + schema["enum"].dump();
    if (document.is_object())
        return object_violation(document, schema, place);
    if (document.is_array() && schema.contains("items"))
        for (std::size_t i = 0; i < document.size(); ++i)
            if (auto violation = schema_violation(document[i], schema["items"], place + "[" + std::to_string(i) + "]");
                !violation.empty())
                return violation;
    return {};
}

json load_schema(const std::string& name)
{
    std::ifstream file{std::string{CARD_TEST_DATA} + "/../docs/schemas/" + name + ".json"};
    if (!file)
        throw std::runtime_error{"no schema " + name};
    return json::parse(file);
}

} // namespace test
