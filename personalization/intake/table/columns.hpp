// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace perso::intake {

/// A column that a table of records may have: a field of the table in intake/fields.hpp.
struct Column {
    std::string_view path; ///< of the field in the record: `name.lao.given`, `notify[0].telephone`
    bool required = false;
};

/// All of them, in the order of the template.
std::span<const Column> all_columns();

/// Null if there is no such column.
const Column* find_column(std::string_view path);

/// The columns that tell, in what comes back to the office, why a row was refused, in Lao and in English. They are
/// passed over when the table is imported again.
inline constexpr std::string_view reasons_in_lao = "reasons_lo";
inline constexpr std::string_view reasons_in_english = "reasons_en";

/// What a UTF-8 file for spreadsheet programs begins with.
inline const std::string byte_order_mark = "\xEF\xBB\xBF";

/// A table without rows, for the office to fill in: UTF-8 with a byte order mark, which spreadsheet programs need. An
/// apostrophe at the beginning of a cell is no part of it.
std::string template_table();

} // namespace perso::intake
