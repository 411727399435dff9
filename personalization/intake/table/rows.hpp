// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rejection.hpp"
#include "intake/table/csv.hpp"
#include "intake/table/lines.hpp"

#include <deque>
#include <istream>
#include <optional>

namespace perso::intake {

/// The field of a rejection that is about a table as a whole.
inline constexpr const char* whole_table = "(table)";

/// A rejection of what begins on a line of a table: its field is that line.
Rejection fault_of_line(std::size_t line, const char* reason);

/// The rows of a table one after another, its head among them; never more than one line of the file is held. A row that
/// cannot be read has a fault, and the next line begins the next row: one with a quotation mark out of place, which has
/// its line as its only cell, and one line that is too long, which has none. Where it is not certain on which line the
/// next row begins, because a cell in quotation marks went on, no row follows.
class RowReader {
public:
    /// Begins at the beginning of the stream, which must outlive the reader.
    RowReader(std::istream& in, char separator);

    /// Nothing at the end, and where a doubt is left.
    std::optional<CsvRow> next();

    /// Why nobody can tell the rows that should follow; empty if there is no doubt.
    const Rejections& doubt() const { return doubt_; }

private:
    void take(const std::string& line);
    void pass_over(LineFault fault);
    void stop(Rejection why);

    LineReader lines_;
    CsvReader csv_;
    std::deque<CsvRow> waiting_;
    Rejections doubt_;
    bool ended_ = false;
};

} // namespace perso::intake
