// SPDX-License-Identifier: Apache-2.0
#include "database/sqlite/sqlite_database.hpp"

#include "card/base/error.hpp"
#include "database/sql/files.hpp"

#include <sqlite3.h>

namespace perso::store {

namespace {

constexpr std::string_view dialect = "sqlite";
constexpr int patience_ms = 10'000; ///< another process of this office may be writing

void bind(SQLite::Statement& statement, const Binding& binding)
{
    struct Visitor {
        SQLite::Statement& statement;
        const char* name;

        void operator()(std::nullptr_t) const { statement.bind(name); }

        void operator()(std::int64_t value) const { statement.bind(name, value); }

        void operator()(std::string_view value) const { statement.bind(name, std::string{value}); }

        void operator()(card::ByteView value) const
        {
            // A null pointer would be bound as NULL, which is not an empty value.
            const void* bytes = value.empty() ? "" : static_cast<const void*>(value.data());
            statement.bind(name, bytes, static_cast<int>(value.size()));
        }
    };

    std::visit(Visitor{statement, binding.name}, binding.value);
}

Row::Cell cell_of(const SQLite::Column& column)
{
    if (column.isNull())
        return nullptr;
    if (column.isInteger())
        return std::int64_t{column.getInt64()};
    if (column.isText())
        return column.getString();
    const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
    return bytes ? card::Bytes{bytes, bytes + column.getBytes()} : card::Bytes{};
}

/// A statement that is done or failed holds neither a lock nor its values.
struct Release {
    SQLite::Statement& statement;

    explicit Release(SQLite::Statement& of) : statement{of} {}

    ~Release() { statement.tryReset(); }

    Release(const Release&) = delete;
    Release& operator=(const Release&) = delete;
};

SQLite::Database open(const std::filesystem::path& file, Missing missing)
{
    const int create = missing == Missing::created ? SQLite::OPEN_CREATE : 0;
    return guarded([&] { return SQLite::Database{file.string(), SQLite::OPEN_READWRITE | create, patience_ms}; });
}

} // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, card::Time now, Missing missing)
    : statements_{Statements::of(dialect)}, database_{open(file, missing)}
{
    guarded([&] {
        database_.exec("PRAGMA journal_mode = WAL");
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec("PRAGMA fullfsync = ON");
        database_.exec("PRAGMA trusted_schema = OFF");
        database_.exec("PRAGMA secure_delete = ON"); // a key that was destroyed is nowhere in the file
        database_.exec("PRAGMA foreign_keys = OFF"); // tables may be made anew
        migrate(now, missing);
        database_.exec("PRAGMA foreign_keys = ON");
    });
}

Rows SqliteDatabase::rows(std::string_view statement, Bindings bindings)
{
    return guarded([&] {
        SQLite::Statement& query = prepared(statement, bindings);
        const Release release{query};
        Rows rows;
        while (query.executeStep()) {
            std::vector<Row::Cell> cells;
            cells.reserve(static_cast<std::size_t>(query.getColumnCount()));
            for (int column = 0; column < query.getColumnCount(); ++column)
                cells.push_back(cell_of(query.getColumn(column)));
            rows.emplace_back(std::move(cells));
        }
        return rows;
    });
}

std::int64_t SqliteDatabase::execute(std::string_view statement, Bindings bindings)
{
    return guarded([&] {
        SQLite::Statement& query = prepared(statement, bindings);
        const Release release{query};
        std::int64_t returned = 0;
        while (query.executeStep())
            ++returned;
        return query.getColumnCount() > 0 ? returned : std::int64_t{database_.getChanges()};
    });
}

SQLite::Statement& SqliteDatabase::prepared(std::string_view statement, Bindings bindings)
{
    auto found = prepared_.find(statement);
    if (found == prepared_.end())
        found = prepared_.try_emplace(std::string{statement}, database_, statements_[statement]).first;
    SQLite::Statement& query = found->second;
    card::require(bindings.size() == static_cast<std::size_t>(query.getBindParameterCount()), card::Errc::internal,
        "SQL", "a statement without one of its values");
    for (const Binding& binding : bindings)
        bind(query, binding);
    return query;
}

void SqliteDatabase::begin()
{
    guarded([&] { database_.exec("BEGIN IMMEDIATE"); });
}

/// The first statement takes the snapshot. [sqlite.org/isolation.html]
void SqliteDatabase::begin_to_look()
{
    guarded([&] {
        database_.exec("PRAGMA query_only = ON");
        database_.exec("BEGIN");
    });
}

void SqliteDatabase::commit()
{
    guarded([&] { database_.exec("COMMIT"); });
}

void SqliteDatabase::rollback() noexcept
{
    database_.tryExec("ROLLBACK"); // fails where SQLite did so already, as after a full disk
    database_.tryExec("PRAGMA query_only = OFF");
}

void SqliteDatabase::migrate(card::Time now, Missing missing)
{
    database_.exec(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
    const auto version = [&] {
        return database_.execAndGet("SELECT coalesce(max(version), 0) FROM migration").getInt64();
    };
    const auto known = migrations(dialect);
    const std::int64_t have = version();
    card::require(have > 0 || missing == Missing::created, card::Errc::store_failed, "store", "the store is empty");
    card::require(have <= known.back().version, card::Errc::store_failed, "store",
        "a newer version of the station made this store");
    for (const Migration& migration : known) {
        if (migration.version <= have)
            continue;
        SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
        if (version() >= migration.version)
            continue; // another process was faster
        database_.exec(std::string{migration.sql});
        SQLite::Statement orphans{database_, "PRAGMA foreign_key_check"};
        card::require(
            !orphans.executeStep(), card::Errc::store_failed, "store", "a migration lost what others refer to");
        SQLite::Statement note{database_, "INSERT INTO migration VALUES (?, ?)"};
        note.bind(1, migration.version);
        note.bind(2, std::int64_t{now.time_since_epoch().count()});
        note.exec();
        transaction.commit();
    }
}

void rethrow(const SQLite::Exception& exception)
{
    const int code = exception.getErrorCode();
    // The file beside the log, which processes share, finds no room either.
    if (code == SQLITE_FULL || exception.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE)
        throw card::Error{card::Errc::disk_full, card::Step{"store"}, "the disk is full"};
    throw card::Error{card::Errc::store_failed, card::Step{"store"}, exception.what()}.with_number(code);
}

} // namespace perso::store
