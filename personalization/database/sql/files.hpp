// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace perso::store {

/// A file of SQL, embedded by the build: whatever lies in store/ at that time.
struct SqlFile {
    std::string_view path; ///< below store/, as "sql/jobs.sql"
    std::string_view text;
};

/// All of them, by path. The build writes this function.
std::span<const SqlFile> sql_files();

/// A step of the schema.
struct Migration {
    std::int64_t version = 0;
    std::string_view sql;
};

/// Those of "sqlite" or "postgresql", oldest first. Throws Errc::internal for two of the same number.
std::vector<Migration> migrations(std::string_view dialect);

} // namespace perso::store
