// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/text/encoding.hpp"
#include "intake/rejection.hpp"
#include "intake/table/csv.hpp"

#include <variant>

namespace perso::intake {

/// A table of records, one in each row, as offices export it from a spreadsheet or a database.
struct RecordTable {
    card::text::Encoding encoding = card::text::Encoding::utf8;
    char separator = ',';
    std::vector<std::string> head; ///< paths of fields, see all_columns()
    std::vector<CsvRow> rows;      ///< none has more cells than the head
};

/// The most bytes that a table may have.
inline constexpr std::size_t largest_table = 64 * 1024 * 1024;

/// Encoding and separator are found out, by the byte order mark and by the names of the columns, and never guessed; a
/// table that leaves a doubt is refused as a whole. A row may end early: spreadsheet programs drop empty cells at its
/// end.
std::variant<RecordTable, Rejections> read_table(card::ByteView bytes);

/// The record of a row, as JSON in the form of a record file. An empty cell is an absent field.
std::string json_of(const CsvRow& row, const RecordTable& table);

/// Whether a file holds a table, and not one record in JSON: it does not begin with a brace.
bool is_table(card::ByteView bytes);

} // namespace perso::intake
