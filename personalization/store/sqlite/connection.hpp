// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "store/sqlite/statements.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <initializer_list>
#include <variant>

namespace perso::store {

/// A value for a placeholder; null for nothing.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, card::ByteView>;

struct Binding {
    const char* name; ///< ":application"
    Value value;
};

/// What to do when the store is not there. A running office never makes one: document numbers would begin anew.
enum class Missing { refused, created };

/// A database in which every commit is on the disk before it returns: WAL with synchronous = FULL.
class Connection {
public:
    /// Opens the file and brings it to the newest form. Throws store_failed when it is missing or empty and shall not
    /// be created, and when a newer version made it.
    Connection(const std::filesystem::path& file, card::Time now, Missing missing);

    SQLite::Database& database() { return database_; }

    /// The named statement, bound.
    SQLite::Statement prepare(std::string_view name, std::initializer_list<Binding> bindings = {}) const;
    /// Runs a statement that returns no row.
    void execute(std::string_view name, std::initializer_list<Binding> bindings = {});
    /// The first column of the only row.
    std::int64_t number(std::string_view name, std::initializer_list<Binding> bindings = {}) const;

private:
    void migrate(card::Time now, Missing missing);

    Statements statements_;
    mutable SQLite::Database database_;
};

card::Bytes blob(const SQLite::Column& column);

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
