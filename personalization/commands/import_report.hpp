// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "batches/households.hpp"
#include "batches/likeness.hpp"
#include "card/base/error.hpp"
#include "commands/context.hpp"
#include "intake/intake.hpp"
#include "intake/table/record_table.hpp"

#include <nlohmann/json.hpp>

namespace perso {

/// What became of one record, or of a file that holds none.
struct ImportLine {
    std::string file; ///< for a row of a table with its line: records.csv:12
    std::string application;
    std::string result; ///< "imported", "imported_again", "unchanged", "rejected"
    std::string identifier;
    intake::Rejections rejections;
    std::vector<intake::Suggestion> suggestions = {};
    std::vector<batches::Notice> notices = {}; ///< what a person shall look at before it is approved
    bool household_unknown = false;            ///< of a household together, which does not wait for it

    bool is_rejected() const { return result == "rejected"; }
};

ImportLine rejected(std::string file, std::string application, card::Errc code, intake::Rejections rejections,
    std::vector<intake::Suggestion> suggestions = {});

/// The sentence of an error without its step, which no catalogue knows.
std::string sentence_of(const card::Error& error);

nlohmann::json to_json(const ImportLine& line);
void print(const ImportLine& line, const Context& context);

/// What was found out about a table.
nlohmann::json to_json(const std::string& file, const intake::TableForm& form);
void print(const std::string& file, const intake::TableForm& form, const Context& context);

/// Households of which a record is still to be mended.
nlohmann::json to_json(const batches::OpenHousehold& household);
void print(const batches::OpenHousehold& household, const Context& context);

/// Why a record was rejected, on one line: what an office reads in the table that it gets back.
std::string reasons(const ImportLine& line, const card::cli::Catalogue& catalogue);

} // namespace perso
