// SPDX-License-Identifier: Apache-2.0
#include "commands/fix_list.hpp"

#include "intake/table/columns.hpp"

namespace perso {

namespace {

/// With the place of a record whose application could not be read.
std::string reasons_at(const ImportLine& line, const card::cli::Catalogue& catalogue)
{
    const std::string place = line.application.empty() ? " (" + line.file + ")" : "";
    return reasons(line, catalogue) + place;
}

} // namespace

FixList::FixList(const intake::TableForm& form, std::filesystem::path file) : form_{form}, file_{std::move(file)} {}

void FixList::add(const intake::CsvRow& row, const ImportLine& line)
{
    if (!out_) {
        out_ = std::make_unique<GrowingFile>(file_);
        std::vector<std::string> head = without_reasons(form_.head);
        head.emplace_back(intake::reasons_in_lao);
        head.emplace_back(intake::reasons_in_english);
        out_->append(card::as_bytes(intake::byte_order_mark + intake::csv_line(head, form_.separator)));
    }
    // A row with more cells than columns comes back as it stood, so that nothing of it is lost or taken for another.
    const bool too_many = row.cells.size() > form_.head.size();
    std::vector<std::string> cells = too_many ? row.cells : without_reasons(row.cells);
    cells.push_back(reasons_at(line, lao_));
    cells.push_back(reasons_at(line, english_));
    out_->append(card::as_bytes(intake::csv_line(cells, form_.separator)));
}

void FixList::finish()
{
    if (out_)
        out_->finish();
}

/// Those of an earlier list are told anew.
std::vector<std::string> FixList::without_reasons(const std::vector<std::string>& cells) const
{
    std::vector<std::string> out;
    for (std::size_t i = 0; i < form_.head.size(); ++i)
        if (intake::find_column(form_.head[i]) != nullptr)
            out.push_back(i < cells.size() ? cells[i] : std::string{});
    return out;
}

} // namespace perso
