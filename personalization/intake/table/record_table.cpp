// SPDX-License-Identifier: Apache-2.0
#include "intake/table/record_table.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/text/encoding.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/lines.hpp"
#include "intake/table/rows.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace perso::intake {

namespace {

constexpr std::array<char, 3> separators{',', ';', '\t'};

bool is_known(std::string_view name)
{
    return find_column(name) != nullptr || name == reasons_in_lao || name == reasons_in_english;
}

/// The first bytes of a file as UTF-8, without a character that they cut; as they are if they are no Unicode.
std::string text_of_start(card::ByteView start)
{
    constexpr std::size_t most_cut = 3; // bytes that are left of a character
    for (std::size_t cut = 0; cut <= std::min(most_cut, start.size()); ++cut) {
        auto decoded = card::text::decode_text(start.first(start.size() - cut));
        if (auto* known = std::get_if<card::text::DecodedText>(&decoded))
            return std::move(known->text);
    }
    return std::string{card::as_text(start)};
}

/// Whether this is the first character that is no space.
bool starts_with(card::ByteView start, char wanted)
{
    const std::string known = text_of_start(start);
    const std::size_t at = known.find_first_not_of(" \t\r\n");
    return at != known.npos && known[at] == wanted;
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
            rejections.push_back({name.empty() ? whole_table : name, text("no column of the template")});
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
    for (std::size_t i = 0; i < std::min(row.cells.size(), form.head.size()); ++i)
        if (has_month_first(form.head[i], row.cells[i]) && rejections.size() < most_faults)
            rejections.push_back(fault_of_line(row.line,
                text("a date with the month before the day: then no date of this table is certain; write 31/12/1990 "
                     "or 1990-12-31 in all of them")));
}

} // namespace

std::variant<TableForm, Rejections> survey_table(std::istream& in)
{
    LineReader lines{in};
    const auto first = lines.next();
    if (const auto* fault = std::get_if<LineFault>(&first))
        return Rejections{{whole_table, reason_of(*fault)}};
    const auto& first_line = std::get<std::string>(first);
    const auto separator = find_separator(first_line);
    if (!separator)
        return Rejections{{whole_table, text("the first line does not name the columns of the template")}};

    TableForm form{
        .encoding = lines.encoding(), .separator = *separator, .head = head_by(*separator, first_line), .rows = 0};
    Rejections rejections = check_head(form.head);
    RowReader rows{in, *separator};
    rows.next(); // the head
    while (const auto row = rows.next())
        count(*row, form, rejections);
    if (!rows.doubt().empty())
        return rows.doubt();
    if (form.rows == 0 && rejections.empty())
        rejections.push_back({whole_table, text("no rows")});
    if (!rejections.empty())
        return rejections;
    return form;
}

TableRows::TableRows(std::istream& in, const TableForm& form)
    : rows_{std::make_unique<RowReader>(in, form.separator)}, form_{form}
{
    rows_->next(); // the head
}

TableRows::~TableRows() = default;

std::optional<CsvRow> TableRows::next()
{
    auto row = rows_->next();
    card::require(rows_->doubt().empty(), card::Errc::file_unreadable, "table", text("it changed while it was read"));
    if (row && row->cells.size() > form_.head.size())
        row->fault = text("more cells than columns");
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

bool is_json_list(card::ByteView start)
{
    return starts_with(start, '[');
}

bool is_table(card::ByteView start)
{
    return !starts_with(start, '{') && !is_json_list(start);
}

} // namespace perso::intake
