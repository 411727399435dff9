// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "database/missing.hpp"
#include "database/sql/statements.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

namespace perso::store {

/// The database in one file: the embedded default, for the processes of one computer. Every commit is on the disk
/// before it returns: WAL with synchronous = FULL.
class SqliteDatabase final : public Database {
public:
    /// Opens the file and brings it to the newest form. Throws store_failed when it is missing or empty and shall not
    /// be created, and when a newer version made it.
    SqliteDatabase(const std::filesystem::path& file, card::Time now, Missing missing = Missing::refused);

    Rows rows(std::string_view statement, Bindings bindings = {}) override;
    std::int64_t execute(std::string_view statement, Bindings bindings = {}) override;

    std::optional<card::Time> server_time() override { return std::nullopt; }

    /// What the adapter's own tests look at.
    SQLite::Database& native() { return database_; }

private:
    void begin() override;
    void begin_to_look() override;
    void commit() override;
    void rollback() noexcept override;

    void migrate(card::Time now, Missing missing);
    SQLite::Statement& prepared(std::string_view statement, Bindings bindings);

    Statements statements_;
    SQLite::Database database_;
    std::map<std::string, SQLite::Statement, std::less<>> prepared_; ///< each is parsed once
};

/// Runs `body` and turns the exceptions of SQLite into card::Error: disk_full, store_failed.
template <typename Body>
auto guarded(Body&& body) -> decltype(body());

[[noreturn]] void rethrow(const SQLite::Exception& exception);

template <typename Body>
auto guarded(Body&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const SQLite::Exception& exception) {
        rethrow(exception);
    }
}

} // namespace perso::store
