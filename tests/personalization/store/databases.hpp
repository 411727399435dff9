// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "database/postgresql/postgresql_database.hpp"
#include "database/sql/files.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "personalization/store/software_seal.hpp"
#include "store/sql_store.hpp"
#include "support/temporary_folder.hpp"

#include <pqxx/pqxx>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace test {

/// An empty database for one test case, which can be closed and opened again on the same data: SQLite, or, in a program
/// that support/postgresql.sh runs, a database of its own on that server. Such programs are run both ways.
class ADatabase {
public:
    explicit ADatabase(card::Time now) : now_{now}
    {
        if (on_postgresql()) {
            static int number = 0;
            name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
            server("CREATE DATABASE " + name_);
        }
    }

    ADatabase(const ADatabase&) = delete;
    ADatabase& operator=(const ADatabase&) = delete;

    ~ADatabase()
    {
        if (on_postgresql())
            server("DROP DATABASE " + name_ + " WITH (FORCE)");
    }

    static bool on_postgresql() { return std::getenv("CARD_POSTGRESQL") != nullptr; }

    std::string url() const
    {
        std::string url = std::getenv("CARD_POSTGRESQL");
        return url.replace(url.find("/postgres?"), 10, "/" + name_ + "?");
    }

    std::filesystem::path file() const { return folder_ / "store.sqlite"; }

    /// Makes it the first time.
    std::unique_ptr<perso::store::Database> open()
    {
        using perso::store::Missing;
        const auto missing = std::exchange(made_, true) ? Missing::refused : Missing::created;
        if (on_postgresql())
            return std::make_unique<perso::store::PostgresqlDatabase>(url(), now_, missing);
        return std::make_unique<perso::store::SqliteDatabase>(file(), now_, missing);
    }

    /// Makes it with the schema of this version, as a program of that day did; instead of open() the first time.
    void make_older(std::int64_t version)
    {
        made_ = true;
        if (!on_postgresql())
            SQLite::Database{file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec("PRAGMA user_version");
        const std::string number = on_postgresql() ? "BIGINT" : "INTEGER";
        sql("CREATE TABLE migration (version " + number + " PRIMARY KEY, applied_at " + number + " NOT NULL)");
        for (const auto& migration : perso::store::migrations(on_postgresql() ? "postgresql" : "sqlite"))
            if (migration.version <= version)
                sql(std::string{migration.sql} + "INSERT INTO migration VALUES (" + std::to_string(migration.version) +
                    ", 0)");
    }

    /// The store of an office LA over it.
    std::unique_ptr<perso::store::SqlStore> store()
    {
        return std::make_unique<perso::store::SqlStore>(
            open(), "LA", card::crypto::system_random(), &test::software_seal());
    }

    /// The same data once more, as of a copied disk. Nobody has this one open at that time.
    std::unique_ptr<ADatabase> copy() const
    {
        auto other = std::make_unique<ADatabase>(now_);
        other->made_ = made_;
        if (on_postgresql()) {
            server("DROP DATABASE " + other->name_);
            server("CREATE DATABASE " + other->name_ + " TEMPLATE " + name_);
        } else {
            std::filesystem::copy_file(file(), other->file());
        }
        return other;
    }

    /// The bytes as a literal of the database's SQL.
    static std::string blob(const std::string& hex)
    {
        return on_postgresql() ? "'\\x" + hex + "'::bytea" : "x'" + hex + "'";
    }

    /// SQL without any of the schema's rules, in this database for good.
    void lawless(const std::string& statements) const
    {
        if (on_postgresql())
            return sql("SET session_replication_role = replica; " + statements);
        SQLite::Database native{file().string(), SQLite::OPEN_READWRITE, 10'000};
        SQLite::Statement triggers{native, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"};
        std::string drop;
        while (triggers.executeStep())
            drop += "DROP TRIGGER " + triggers.getColumn(0).getString() + ";";
        native.exec("PRAGMA foreign_keys = OFF;" + drop + statements);
    }

    /// SQL as an administrator could write it; throws what the database says.
    void sql(const std::string& statement) const
    {
        if (on_postgresql()) {
            pqxx::connection connection{url()};
            pqxx::nontransaction{connection}.exec(statement);
        } else {
            SQLite::Database{file().string(), SQLite::OPEN_READWRITE, 10'000}.exec(statement);
        }
    }

    /// What it answers to an administrator: texts, null as an empty one.
    std::vector<std::vector<std::string>> ask(const std::string& question) const
    {
        std::vector<std::vector<std::string>> rows;
        if (on_postgresql()) {
            pqxx::connection connection{url()};
            pqxx::nontransaction reading{connection};
            for (const auto& line : reading.exec(question)) {
                auto& row = rows.emplace_back();
                for (const auto& field : line)
                    row.emplace_back(field.c_str());
            }
        } else {
            SQLite::Database native{file().string(), SQLite::OPEN_READONLY, 10'000};
            for (SQLite::Statement lines{native, question}; lines.executeStep();) {
                auto& row = rows.emplace_back();
                for (int column = 0; column < lines.getColumnCount(); ++column)
                    row.push_back(lines.getColumn(column).getString());
            }
        }
        return rows;
    }

private:
    static void server(const std::string& statement)
    {
        pqxx::connection connection{std::getenv("CARD_POSTGRESQL")};
        pqxx::nontransaction{connection}.exec(statement);
    }

    card::Time now_;
    TemporaryFolder folder_;
    std::string name_;
    bool made_ = false;
};

} // namespace test
