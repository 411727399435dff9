// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/import_report.hpp"

namespace perso {

/// The rows of a table that were rejected, and why, in Lao and in English: the same table with two more columns, which
/// the office mends and imports again.
class FixList {
public:
    /// The table must outlive the list.
    explicit FixList(const intake::RecordTable& table);

    void add(const intake::CsvRow& row, const ImportLine& line);

    bool empty() const { return rows_ == 0; }

    /// Makes the file, which only its owner may read: it holds personal data. Throws file_exists, file_unwritable,
    /// disk_full.
    void write(const std::filesystem::path& file) const;

private:
    std::vector<std::string> without_reasons(const std::vector<std::string>& cells) const;

    const intake::RecordTable& table_;
    card::cli::Catalogue lao_{card::cli::Language::lao};
    card::cli::Catalogue english_{card::cli::Language::english};
    std::string content_;
    std::size_t rows_ = 0;
};

} // namespace perso
