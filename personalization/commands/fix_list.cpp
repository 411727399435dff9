// SPDX-License-Identifier: Apache-2.0
#include "commands/fix_list.hpp"

#include "durable_file.hpp"
#include "intake/table/columns.hpp"

namespace perso {

FixList::FixList(const intake::RecordTable& table) : table_{table}
{
    std::vector<std::string> head = without_reasons(table.head);
    head.emplace_back(intake::reasons_in_lao);
    head.emplace_back(intake::reasons_in_english);
    content_ = intake::byte_order_mark + intake::csv_line(head, table.separator);
}

void FixList::add(const intake::CsvRow& row, const ImportLine& line)
{
    std::vector<std::string> cells = without_reasons(row.cells);
    cells.push_back(reasons(line, lao_));
    cells.push_back(reasons(line, english_));
    content_ += intake::csv_line(cells, table_.separator);
    ++rows_;
}

void FixList::write(const std::filesystem::path& file) const
{
    write_new_file(file, card::as_bytes(content_));
}

/// Those of an earlier list are told anew.
std::vector<std::string> FixList::without_reasons(const std::vector<std::string>& cells) const
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < table_.head.size(); ++i)
        if (intake::find_column(table_.head[i]) != nullptr)
            out.push_back(i < cells.size() ? cells[i] : std::string{});
    return out;
}

} // namespace perso
