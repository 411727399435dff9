// SPDX-License-Identifier: Apache-2.0
#include "intake/table/rows.hpp"

#include "base/text.hpp"

#include <utility>
#include <variant>

namespace perso::intake {

namespace {

std::istream& rewound(std::istream& in)
{
    in.clear();
    in.seekg(0);
    return in;
}

std::string without_line_end(const std::string& line)
{
    return line.substr(0, line.find_last_not_of("\r\n") + 1);
}

} // namespace

Rejection fault_of_line(std::size_t line, const char* reason)
{
    return {"line " + std::to_string(line), reason};
}

RowReader::RowReader(std::istream& in, char separator) : lines_{rewound(in)}, csv_{separator} {}

std::optional<CsvRow> RowReader::next()
{
    while (waiting_.empty() && !ended_) {
        const auto line = lines_.next();
        if (const auto* fault = std::get_if<LineFault>(&line))
            pass_over(*fault);
        else
            take(std::get<std::string>(line));
    }
    if (waiting_.empty())
        return std::nullopt;
    CsvRow row = std::move(waiting_.front());
    waiting_.pop_front();
    return row;
}

/// An empty line is the end of the table.
void RowReader::take(const std::string& line)
{
    const bool begins_row = csv_.size_of_row() == 0;
    if (csv_.size_of_row() + line.size() > longest_line)
        return pass_over(LineFault::too_long);
    ended_ = line.empty();
    const bool in_order = ended_ ? csv_.finish() : csv_.take(line);
    for (CsvRow& row : csv_.rows())
        waiting_.push_back(std::move(row));
    if (in_order)
        return;
    const char* const reason = text("a quotation mark that is out of place or never closed");
    const std::size_t number = csv_.line_of_row();
    if (ended_ || !begins_row || !waiting_.empty())
        return stop(fault_of_line(number, reason));
    csv_.give_up();
    waiting_.push_back({number, {without_line_end(line)}, reason});
}

void RowReader::pass_over(LineFault fault)
{
    if (fault != LineFault::too_long)
        return stop({whole_table, reason_of(fault)});
    if (csv_.size_of_row() > 0)
        return stop(fault_of_line(csv_.line_of_row(), reason_of(fault)));
    csv_.pass_over();
    waiting_.push_back({csv_.line_of_row(), {}, reason_of(fault)});
}

void RowReader::stop(Rejection why)
{
    doubt_ = {std::move(why)};
    waiting_.clear();
    ended_ = true;
}

} // namespace perso::intake
