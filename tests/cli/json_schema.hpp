// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace test {

/// Holds a document against the part of JSON Schema 2020-12 that docs/schemas uses: type, const, enum, required,
/// properties, additionalProperties: false, items. Any other keyword but descriptions is an error of the schema.
/// Gives the first violation with its place, or an empty text.
std::string schema_violation(
    const nlohmann::json& document, const nlohmann::json& schema, const std::string& place = "$");

/// docs/schemas/NAME.json
nlohmann::json load_schema(const std::string& name);

} // namespace test
