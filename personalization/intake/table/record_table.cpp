// SPDX-License-Identifier: Apache-2.0
#include "intake/table/record_table.hpp"

#include "card/base/error.hpp"
#include "intake/table/columns.hpp"
#include "text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace perso::intake {

namespace {

using card::text::EncodingFault;

constexpr std::array<char, 3> separators{',', ';', '\t'};
constexpr const char* whole = "(table)";

bool is_known(std::string_view name)
{
    return find_column(name) != nullptr || name == reasons_in_lao || name == reasons_in_english;
}

const char* reason_of(EncodingFault fault)
{
    switch (fault) {
    case EncodingFault::not_unicode:
        break;
    case EncodingFault::utf16_without_mark:
        return text("UTF-16 without a byte order mark: save it as CSV in UTF-8");
    }
    return text("neither UTF-8 nor UTF-16: save it as CSV in UTF-8");
}

/// The head of the table as that separator cuts it.
std::vector<std::string> head_by(char separator, std::string_view table)
{
    const Csv head = parse_csv(table.substr(0, table.find('\n')), separator);
    return head.rows.empty() ? std::vector<std::string>{} : head.rows.front().cells;
}

/// The separator that finds the most known columns; nothing if none finds one, or two find as many.
std::optional<char> find_separator(std::string_view table)
{
    std::optional<char> best;
    std::ptrdiff_t most = 0;
    for (const char separator : separators) {
        const auto head = head_by(separator, table);
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
        if (!is_known(name))
            rejections.push_back({name.empty() ? whole : name, text("no column of the template")});
        else if (!seen.insert(name).second)
            rejections.push_back({name, text("stands twice")});
    }
    for (const Column& column : all_columns())
        if (column.required && !seen.contains(column.path))
            rejections.push_back({std::string{column.path}, text("the column is missing")});
    return rejections;
}

Rejections check_rows(const RecordTable& table)
{
    Rejections rejections;
    if (table.rows.empty())
        rejections.push_back({whole, text("no rows")});
    for (const CsvRow& row : table.rows)
        if (row.cells.size() > table.head.size())
            rejections.push_back({"line " + std::to_string(row.line), text("more cells than columns")});
    return rejections;
}

/// `notify[0].name` as a pointer into JSON: `/notify/0/name`.
nlohmann::json::json_pointer pointer_to(std::string_view path)
{
    std::string pointer = "/";
    for (const char c : path)
        if (c == '.' || c == '[')
            pointer += '/';
        else if (c != ']')
            pointer += c;
    return nlohmann::json::json_pointer{pointer};
}

} // namespace

std::variant<RecordTable, Rejections> read_table(card::ByteView bytes)
{
    auto decoded = card::text::decode_text(bytes);
    if (const auto* fault = std::get_if<EncodingFault>(&decoded))
        return Rejections{{whole, reason_of(*fault)}};
    const auto& [encoding, content] = std::get<card::text::DecodedText>(decoded);
    const auto separator = find_separator(content);
    if (!separator)
        return Rejections{{whole, text("the first line does not name the columns of the template")}};

    Csv csv = parse_csv(content, *separator);
    if (csv.broken_line)
        return Rejections{{"line " + std::to_string(*csv.broken_line),
            text("a quotation mark that is out of place or never closed")}};
    RecordTable table{
        .encoding = encoding, .separator = *separator, .head = std::move(csv.rows.front().cells), .rows = {}};
    if (auto rejections = check_head(table.head); !rejections.empty())
        return rejections;
    table.rows.assign(std::make_move_iterator(csv.rows.begin() + 1), std::make_move_iterator(csv.rows.end()));
    if (auto rejections = check_rows(table); !rejections.empty())
        return rejections;
    return table;
}

std::string json_of(const CsvRow& row, const RecordTable& table)
{
    nlohmann::json record{{"schema", "idcard-record-1"}};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string& path = table.head[i];
        if (row.cells[i].empty() || find_column(path) == nullptr)
            continue;
        if (path.starts_with("notify[") && !record.contains("notify"))
            record["notify"] = nlohmann::json::array();
        record[pointer_to(path)] = row.cells[i];
    }
    return record.dump();
}

bool is_table(card::ByteView bytes)
{
    const auto first = std::find_if(
        bytes.begin(), bytes.end(), [](std::uint8_t c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
    return first == bytes.end() || *first != '{';
}

} // namespace perso::intake
