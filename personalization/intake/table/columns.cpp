// SPDX-License-Identifier: Apache-2.0
#include "intake/table/columns.hpp"

#include "intake/table/csv.hpp"

#include <algorithm>
#include <array>

namespace perso::intake {

namespace {

constexpr std::array<Column, 32> columns{{
    {"application", true},
    {"card_type", true},
    {"earlier_card"},
    {"personal_number", true},
    {"name.lao.title"},
    {"name.lao.given", true},
    {"name.lao.family"},
    {"name.latin.title"},
    {"name.latin.given", true},
    {"name.latin.family"},
    {"name.begins_like_title"},
    {"sex", true},
    {"birth_date", true},
    {"birth_place.village", true},
    {"birth_place.district", true},
    {"birth_place.province", true},
    {"address.village", true},
    {"address.district", true},
    {"address.province", true},
    {"household_book", true},
    {"photograph", true},
    {"signature"},
    {"notify[0].name"},
    {"notify[0].telephone"},
    {"notify[0].address.village"},
    {"notify[0].address.district"},
    {"notify[0].address.province"},
    {"notify[1].name"},
    {"notify[1].telephone"},
    {"notify[1].address.village"},
    {"notify[1].address.district"},
    {"notify[1].address.province"},
}};

} // namespace

std::span<const Column> all_columns()
{
    return columns;
}

const Column* find_column(std::string_view path)
{
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const Column& column) { return column.path == path; });
    return found == columns.end() ? nullptr : &*found;
}

std::string template_table()
{
    std::vector<std::string> head;
    for (const Column& column : columns)
        head.emplace_back(column.path);
    return byte_order_mark + csv_line(head, ',');
}

} // namespace perso::intake
