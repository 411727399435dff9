// SPDX-License-Identifier: Apache-2.0
#include "intake/table/columns.hpp"

#include "intake/fields.hpp"
#include "intake/table/csv.hpp"

#include <algorithm>
#include <vector>

namespace perso::intake {

namespace {

std::vector<Column> make_columns()
{
    std::vector<Column> out;
    for (const std::string& path : all_paths())
        out.push_back({path, find_field(path)->presence == Presence::required});
    return out;
}

const std::vector<Column>& columns()
{
    static const std::vector<Column> all = make_columns();
    return all;
}

} // namespace

std::span<const Column> all_columns()
{
    return columns();
}

const Column* find_column(std::string_view path)
{
    const auto found =
        std::find_if(columns().begin(), columns().end(), [&](const Column& column) { return column.path == path; });
    return found == columns().end() ? nullptr : &*found;
}

std::string template_table()
{
    std::vector<std::string> head;
    for (const Column& column : columns())
        head.emplace_back(column.path);
    return byte_order_mark + csv_line(head, ',');
}

} // namespace perso::intake
