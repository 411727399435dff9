// SPDX-License-Identifier: Apache-2.0
#include "database/sql/files.hpp"

#include "card/base/error.hpp"

#include <charconv>
#include <string>

namespace perso::store {

std::vector<Migration> migrations(std::string_view dialect)
{
    const std::string folder = std::string{dialect} + "/migrations/";
    std::vector<Migration> found;
    for (const SqlFile& file : sql_files()) { // in order of their paths, and so of their numbers
        if (!file.path.starts_with(folder))
            continue;
        const std::string_view name = file.path.substr(folder.size());
        Migration migration{.sql = file.text};
        const auto [end, wrong] = std::from_chars(name.data(), name.data() + 4, migration.version);
        card::require(wrong == std::errc{} && end == name.data() + 4 && *end == '_', card::Errc::internal, "SQL",
            "a migration without its number");
        card::require(found.empty() || found.back().version < migration.version, card::Errc::internal, "SQL",
            "two migrations of one number");
        found.push_back(migration);
    }
    card::require(!found.empty(), card::Errc::internal, "SQL", "no migration of this database");
    return found;
}

} // namespace perso::store
