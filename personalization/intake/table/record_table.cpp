// SPDX-License-Identifier: Apache-2.0
#include "intake/table/record_table.hpp"

#include "card/base/error.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/lines.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace perso::intake {

namespace {

constexpr std::array<char, 3> separators{',', ';', '\t'};
constexpr const char* whole = "(table)";

bool is_known(std::string_view name)
{
    return find_column(name) != nullptr || name == reasons_in_lao || name == reasons_in_english;
}

const char* reason_of(LineFault fault)
{
    switch (fault) {
    case LineFault::not_unicode:
        break;
    case LineFault::utf16_without_mark:
        return text("UTF-16 without a byte order mark: save it as CSV in UTF-8");
    case LineFault::too_long:
        return text("a row longer than 64 KiB");
    }
    return text("neither UTF-8 nor UTF-16: save it as CSV in UTF-8");
}

Rejections refusal(std::size_t line, const char* reason)
{
    return {{"line " + std::to_string(line), reason}};
}

/// The head of the table, its first line, as that separator cuts it.
std::vector<std::string> head_by(char separator, std::string_view first_line)
{
    const Csv head = parse_csv(first_line.substr(0, first_line.find('\n')), separator);
    return head.rows.empty() ? std::vector<std::string>{} : head.rows.front().cells;
}

/// The separator that finds the most known columns; nothing if none finds one, or two find as many.
std::optional<char> find_separator(std::string_view first_line)
{
    std::optional<char> best;
    std::ptrdiff_t most = 0;
    for (const char separator : separators) {
        const auto head = head_by(separator, first_line);
        const auto known = std::count_if(head.begin(), head.end(), is_known);
        if (known > most)
            best = separator;
        else if (known == most)
            best.reset();
        most = std::max(most, known);
    }
    return best;
}

Rejections check_head(const std::vector<std::string>& head)
{
    Rejections rejections;
    std::set<std::string_view> seen;
    for (const std::string& name : head) {
        if (is_prohibited(name))
            rejections.push_back({name, text("data of this kind must not be in a record")});
        else if (!is_known(name))
            rejections.push_back({name.empty() ? whole : name, text("no column of the template")});
        else if (!seen.insert(name).second)
            rejections.push_back({name, text("stands twice")});
    }
    for (const Column& column : all_columns())
        if (column.required && !seen.contains(column.path))
            rejections.push_back({std::string{column.path}, text("the column is missing")});
    return rejections;
}

constexpr std::size_t most_faults = 100; ///< a table of another kind is wrong in every row

void count(const CsvRow& row, TableForm& form, Rejections& rejections)
{
    ++form.rows;
    const auto refuse = [&](const char* reason) {
        if (rejections.size() < most_faults)
            rejections.push_back(refusal(row.line, reason).front());
    };
    if (row.cells.size() > form.head.size())
        return refuse(text("more cells than columns"));
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (has_month_first(form.head[i], row.cells[i]))
            refuse(text("a date with the month before the day: then no date of this table is certain; write 31/12/1990 "
                        "or 1990-12-31 in all of them"));
}

} // namespace

std::variant<TableForm, Rejections> survey_table(std::istream& in)
{
    LineReader lines{in};
    const auto first = lines.next();
    if (const auto* fault = std::get_if<LineFault>(&first))
        return Rejections{{whole, reason_of(*fault)}};
    const auto& first_line = std::get<std::string>(first);
    const auto separator = find_separator(first_line);
    if (!separator)
        return Rejections{{whole, text("the first line does not name the columns of the template")}};

    TableForm form{
        .encoding = lines.encoding(), .separator = *separator, .head = head_by(*separator, first_line), .rows = 0};
    CsvReader csv{*separator};
    Rejections rejections = check_head(form.head);
    const auto broken = [&] {
        return refusal(csv.line_of_row(), text("a quotation mark that is out of place or never closed"));
    };
    for (std::string line = first_line; !line.empty();) {
        if (!csv.take(line))
            return broken();
        if (csv.size_of_row() > longest_line)
            return refusal(csv.line_of_row(), reason_of(LineFault::too_long));
        for (const CsvRow& row : csv.rows())
            count(row, form, rejections);
        auto next = lines.next();
        if (const auto* fault = std::get_if<LineFault>(&next))
            return *fault == LineFault::too_long ? refusal(csv.line_of_row(), reason_of(*fault))
                                                 : Rejections{{whole, reason_of(*fault)}};
        line = std::get<std::string>(std::move(next));
    }
    if (!csv.finish())
        return broken();
    for (const CsvRow& row : csv.rows())
        count(row, form, rejections);
    form.rows -= std::min<std::size_t>(form.rows, 1); // the head
    if (form.rows == 0 && rejections.empty())
        rejections.push_back({whole, text("no rows")});
    if (!rejections.empty())
        return rejections;
    return form;
}

TableRows::TableRows(std::istream& in, const TableForm& form) : csv_{form.separator}, form_{form}
{
    in.clear();
    in.seekg(0);
    lines_ = std::make_unique<LineReader>(in);
}

TableRows::~TableRows() = default;

std::optional<CsvRow> TableRows::next()
{
    const auto require = [](bool holds) {
        card::require(holds, card::Errc::file_unreadable, "table", "it changed while it was read");
    };
    while (waiting_.empty() && !ended_) {
        auto line = lines_->next();
        require(std::holds_alternative<std::string>(line));
        const auto& text = std::get<std::string>(line);
        ended_ = text.empty();
        require((ended_ ? csv_.finish() : csv_.take(text)) && csv_.size_of_row() <= longest_line);
        for (CsvRow& row : csv_.rows()) {
            require(row.cells.size() <= form_.head.size());
            if (std::exchange(head_passed_, true))
                waiting_.push_back(std::move(row));
        }
    }
    if (waiting_.empty())
        return std::nullopt;
    CsvRow row = std::move(waiting_.front());
    waiting_.pop_front();
    return row;
}

std::string json_of(const CsvRow& row, const TableForm& form)
{
    nlohmann::json record{{"schema", "idcard-record-1"}};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string& path = form.head[i];
        if (row.cells[i].empty() || find_column(path) == nullptr)
            continue;
        if (path.starts_with("notify[") && !record.contains("notify"))
            record["notify"] = nlohmann::json::array();
        record[pointer_to(path)] = row.cells[i];
    }
    return record.dump();
}

TableForm form_of_records()
{
    TableForm form;
    for (const Column& column : all_columns())
        form.head.emplace_back(column.path);
    return form;
}

std::optional<CsvRow> row_of(std::string_view json)
{
    const auto record = nlohmann::json::parse(json, nullptr, false);
    if (!record.is_object())
        return std::nullopt;
    CsvRow row;
    for (const Column& column : all_columns()) {
        const auto pointer = pointer_to(column.path);
        const auto* const value = record.contains(pointer) ? &record[pointer] : nullptr;
        row.cells.push_back(!value ? "" : value->is_string() ? value->get<std::string>() : value->dump());
    }
    return row;
}

bool is_table(card::ByteView bytes)
{
    const auto first = std::find_if(
        bytes.begin(), bytes.end(), [](std::uint8_t c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
    return first == bytes.end() || *first != '{';
}

} // namespace perso::intake
