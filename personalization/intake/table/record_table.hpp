// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/text/encoding.hpp"
#include "intake/rejection.hpp"
#include "intake/table/csv.hpp"

#include <deque>
#include <istream>
#include <variant>

namespace perso::intake {

class LineReader;

/// What is known of a table of records, one in each row, as offices export it from a spreadsheet or a database.
struct TableForm {
    card::text::Encoding encoding = card::text::Encoding::utf8;
    char separator = ',';
    std::vector<std::string> head; ///< paths of fields, see all_columns()
    std::size_t rows = 0;          ///< none has more cells than the head
};

/// Reads a table from its beginning to its end and says what it is; no row is kept. Encoding and separator are found
/// out, by the byte order mark and by the names of the columns, and never guessed; a table that leaves a doubt anywhere
/// is refused as a whole, with a reason. A row may end early: spreadsheet programs drop empty cells at its end.
std::variant<TableForm, Rejections> survey_table(std::istream& in);

/// The rows of a table that was surveyed, one after another: no more than one is held.
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
    std::unique_ptr<LineReader> lines_;
    CsvReader csv_;
    const TableForm& form_;
    std::deque<CsvRow> waiting_;
    bool head_passed_ = false;
    bool ended_ = false;
};

/// The record of a row, as JSON in the form of a record file. An empty cell is an absent field.
std::string json_of(const CsvRow& row, const TableForm& form);

/// The other way round, for records that came as JSON: a row of a table with all columns. What is no field of a record
/// has no place there. Nothing for what is no object.
TableForm form_of_records();
std::optional<CsvRow> row_of(std::string_view json);

/// Whether a file holds a table, and not one record in JSON: it does not begin with a brace.
bool is_table(card::ByteView bytes);

} // namespace perso::intake
