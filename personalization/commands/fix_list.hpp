// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/durable_file.hpp"
#include "commands/import_report.hpp"

#include <memory>

namespace perso {

/// The rows of a table that were rejected, and why, in Lao and in English: the same table with two more columns, which
/// the office mends and imports again. Of a record that could not be read there is what can be told of it, and its
/// place. It is written row by row into a file that only its owner may read, as it holds
/// personal data, and is there when all of it is; without a rejected row there is none.
class FixList {
public:
    /// The form must outlive the list.
    FixList(const intake::TableForm& form, std::filesystem::path file);

    /// A row without cells stands for a record that has none to show. Throws file_exists, file_unwritable, disk_full.
    void add(const intake::CsvRow& row, const ImportLine& line);
    void finish();

private:
    std::vector<std::string> without_reasons(const std::vector<std::string>& cells) const;

    const intake::TableForm& form_;
    std::filesystem::path file_;
    card::cli::Catalogue lao_{card::cli::Language::lao};
    card::cli::Catalogue english_{card::cli::Language::english};
    std::unique_ptr<GrowingFile> out_; ///< from the first row on
};

} // namespace perso
