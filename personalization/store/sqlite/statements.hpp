// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace perso::store {

/// The SQL files, embedded by the build.
std::string_view queries_sql();
std::string_view migration_0001_first_light_sql();
std::string_view migration_0002_rejected_records_sql();
std::string_view migration_0003_revocations_sql();
std::string_view migration_0004_signer_revocations_sql();

/// Named statements of a file: each follows a line `-- name` of one word.
class Statements {
public:
    explicit Statements(std::string_view file);

    /// Throws Errc::internal for a name that the file does not have.
    const std::string& operator[](std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> by_name_;
};

} // namespace perso::store
