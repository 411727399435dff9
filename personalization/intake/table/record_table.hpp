// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/text/encoding.hpp"
#include "intake/rejection.hpp"
#include "intake/table/csv.hpp"

#include <istream>
#include <memory>
#include <variant>

namespace perso::intake {

class RowReader;

/// What is known of a table of records, one in each row, as offices export it from a spreadsheet or a database.
struct TableForm {
    card::text::Encoding encoding = card::text::Encoding::utf8;
    char separator = ',';
    std::vector<std::string> head; ///< paths of fields, see all_columns()
    std::size_t rows = 0;          ///< with those that have a fault
};

/// Reads a table from its beginning to its end and says what it is; no row is kept. Encoding and separator are found
/// out, by the byte order mark and by the names of the columns, and never guessed; a table that leaves a doubt about
/// more than one row is refused as a whole, with a reason. A row may end early: spreadsheet programs drop empty cells
/// at its end.
std::variant<TableForm, Rejections> survey_table(std::istream& in);

/// The rows of a table that was surveyed, one after another: no more than one is held. One that is no record has a
/// fault: more cells than the head, and what RowReader says.
class TableRows {
public:
    /// Begins at the beginning of the stream, which must outlive the rows as the form must.
    TableRows(std::istream& in, const TableForm& form);
    ~TableRows();
    TableRows(const TableRows&) = delete;
    TableRows& operator=(const TableRows&) = delete;

    /// Nothing at the end. Throws file_unreadable if the table is no longer what it was.
    std::optional<CsvRow> next();

private:
    std::unique_ptr<RowReader> rows_;
    const TableForm& form_;
};

/// The record of a row without a fault, as JSON in the form of a record file. An empty cell is an absent field.
std::string json_of(const CsvRow& row, const TableForm& form);

/// The other way round, for records that came as JSON: a row of a table with all columns. What is no field of a record
/// has no place there. Nothing for what is no object.
TableForm form_of_records();
std::optional<CsvRow> row_of(std::string_view json);

/// Whether a file that starts with these bytes, in any encoding of Unicode, holds a list in JSON: it begins with a
/// bracket. A record stands alone in its file.
bool is_json_list(card::ByteView start);

/// Whether it holds a table: neither such a list nor a record in JSON, which begins with a brace.
bool is_table(card::ByteView start);

} // namespace perso::intake
