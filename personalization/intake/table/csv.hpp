// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perso::intake {

/// One row of a table and the line of the file on which it begins, counted from 1.
struct CsvRow {
    std::size_t line = 0;
    std::vector<std::string> cells;
    const char* fault = nullptr; ///< why it is no record, a marked text; null if it may be one
};

/// The rows of a text, without those that are empty; nothing at all if a quotation mark stands where none may, or is
/// never closed: then `broken_line` is the line of the row. Spaces around a cell that is not quoted are no part of it,
/// nor is one apostrophe at its beginning: it keeps the cell a text in spreadsheet programs. [RFC4180] §2
struct Csv {
    std::vector<CsvRow> rows;
    std::optional<std::size_t> broken_line;
};

Csv parse_csv(std::string_view text, char separator);

/// The same, line by line: what is no more than a row is held.
class CsvReader {
public:
    explicit CsvReader(char separator);
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    /// Takes a line with what ends it; false if a quotation mark stands where none may.
    bool take(std::string_view line);
    /// Nothing follows; false if a quotation mark was never closed.
    bool finish();

    /// What was taken of a row is forgotten: the next line begins one.
    void give_up();
    /// Counts a line that stands between two rows and is not taken.
    void pass_over();

    /// The rows that are complete, each once.
    std::vector<CsvRow> rows();
    /// Where the row begins that is being read, or the last line that was passed over.
    std::size_t line_of_row() const;
    /// Bytes that were taken of a row that goes on; 0 between two rows.
    std::size_t size_of_row() const;

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

/// One line of a table, cells quoted, ended by CR LF. What begins with anything but a Latin or Lao letter gets an
/// apostrophe before it: a spreadsheet program would round it, drop its zeros, take it for a date, or run it as a
/// formula. What begins with an apostrophe gets one, too, so that each cell is read again as it was.
std::string csv_line(const std::vector<std::string>& cells, char separator);

} // namespace perso::intake
