// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/fields.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace perso::intake {

/// What somebody's work needs of a record.
enum class Viewer {
    approver, ///< before the application is released: compares the record with the person and the book
    other     ///< whoever reads a list, or looks at it later
};

/// The value as that viewer may see it: `•` stands for what is left out, one for each part, so that nobody can count.
/// What is no field, and what is prohibited, is shown to nobody. Throws malformed_data if it is no UTF-8.
std::string shown(std::string_view path, std::string_view value, Viewer viewer);

/// One line of a record on the screen.
struct ShownField {
    std::string path;
    const char* label; ///< English, to be translated
    std::string value;
};

/// The fields of a record, JSON as it is stored, in the order of the table; pictures are named, never shown.
std::vector<ShownField> shown_record(std::string_view json, Viewer viewer);

/// Of an object with fields of a record what a result may give back to the registry; everything else is left out.
nlohmann::json returned_fields(const nlohmann::json& record);

} // namespace perso::intake
