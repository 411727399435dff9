// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/connection.hpp"

#include "card/base/error.hpp"

#include <sqlite3.h>

#include <array>

namespace perso::store {

namespace {

constexpr int patience_ms = 10'000; ///< another process of this office may be writing

struct Migration {
    std::int64_t version;
    std::string_view (*sql)();
};

constexpr std::array migrations{
    Migration{1, migration_0001_first_light_sql},
    Migration{2, migration_0002_rejected_records_sql},
    Migration{3, migration_0003_revocations_sql},
    Migration{4, migration_0004_signer_revocations_sql},
};

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

SQLite::Database open(const std::filesystem::path& file, Missing missing)
{
    const int create = missing == Missing::created ? SQLite::OPEN_CREATE : 0;
    return guarded([&] { return SQLite::Database{file.string(), SQLite::OPEN_READWRITE | create, patience_ms}; });
}

} // namespace

Connection::Connection(const std::filesystem::path& file, card::Time now, Missing missing)
    : statements_{queries_sql()}, database_{open(file, missing)}
{
    guarded([&] {
        database_.exec("PRAGMA journal_mode = WAL");
        database_.exec("PRAGMA synchronous = FULL");
        database_.exec("PRAGMA fullfsync = ON");
        database_.exec("PRAGMA trusted_schema = OFF");
        database_.exec("PRAGMA foreign_keys = OFF"); // tables may be made anew
        migrate(now, missing);
        database_.exec("PRAGMA foreign_keys = ON");
    });
}

SQLite::Statement Connection::prepare(std::string_view name, std::initializer_list<Binding> bindings) const
{
    SQLite::Statement statement{database_, statements_[name]};
    for (const Binding& binding : bindings)
        bind(statement, binding);
    return statement;
}

void Connection::execute(std::string_view name, std::initializer_list<Binding> bindings)
{
    prepare(name, bindings).exec();
}

std::int64_t Connection::number(std::string_view name, std::initializer_list<Binding> bindings) const
{
    auto statement = prepare(name, bindings);
    card::require(statement.executeStep(), card::Errc::store_failed, "store", "a row is missing");
    return statement.getColumn(0).getInt64();
}

void Connection::migrate(card::Time now, Missing missing)
{
    database_.exec(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
    const std::int64_t have = database_.execAndGet("SELECT coalesce(max(version), 0) FROM migration").getInt64();
    card::require(have > 0 || missing == Missing::created, card::Errc::store_failed, "store", "the store is empty");
    card::require(have <= migrations.back().version, card::Errc::store_failed, "store",
        "a newer version of the station made this store");
    for (const Migration& migration : migrations) {
        if (migration.version <= have)
            continue;
        SQLite::Transaction transaction{database_, SQLite::TransactionBehavior::IMMEDIATE};
        database_.exec(std::string{migration.sql()});
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

card::Bytes blob(const SQLite::Column& column)
{
    const auto* bytes = static_cast<const std::uint8_t*>(column.getBlob());
    return bytes ? card::Bytes{bytes, bytes + column.getBytes()} : card::Bytes{};
}

void rethrow(const SQLite::Exception& exception)
{
    const int code = exception.getErrorCode();
    if (code == SQLITE_FULL)
        throw card::Error{card::Errc::disk_full, card::Step{"store"}, "the disk is full"};
    throw card::Error{card::Errc::store_failed, card::Step{"store"}, exception.what()}.with_number(code);
}

} // namespace perso::store
