// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/import_report.hpp"
#include "intake/batch/signed_batch.hpp"

namespace perso {

/// Tells what an import does while it does it: lines of text, or one JSON document that is written record by record and
/// is whole however the import ends. Nothing is kept of 100,000 records but their count.
class ImportOutput {
public:
    explicit ImportOutput(const Context& context);
    ~ImportOutput();
    ImportOutput(const ImportOutput&) = delete;
    ImportOutput& operator=(const ImportOutput&) = delete;

    void add(const ImportLine& line);
    /// A table in this file begins.
    void add(const std::string& file, const intake::TableForm& form);
    /// A signed batch in this file begins.
    void add(const std::string& file, const intake::BatchManifest& batch);
    void add(const batches::OpenHousehold& household);

private:
    void show_progress();

    const Context& context_;
    nlohmann::json tables_ = nlohmann::json::array();
    nlohmann::json batches_ = nlohmann::json::array();
    nlohmann::json households_ = nlohmann::json::array();
    std::size_t lines_ = 0;
    std::size_t rejected_ = 0;
    std::size_t expected_ = 0; ///< rows of the tables so far
    bool terminal_;            ///< somebody watches
};

} // namespace perso
