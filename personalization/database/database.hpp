// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/base/error.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace perso::store {

/// A value for a placeholder; null for nothing.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, card::ByteView>;

struct Binding {
    const char* name; ///< ":application"
    Value value;
};

using Bindings = std::initializer_list<Binding>;

/// One row of an answer, in memory; columns count from 0.
class Row {
public:
    using Cell = std::variant<std::nullptr_t, std::int64_t, std::string, card::Bytes>;

    explicit Row(std::vector<Cell> cells) : cells_{std::move(cells)} {}

    /// Each throws Errc::store_failed for a cell of another kind; text() and bytes() of null are empty.
    std::int64_t number(std::size_t column) const;
    std::string text(std::size_t column) const;
    card::Bytes bytes(std::size_t column) const;
    bool is_null(std::size_t column) const;

    /// The N bytes of a column of that length. Throws Errc::store_failed for another length, and for null.
    template <std::size_t N>
    std::array<std::uint8_t, N> fixed(std::size_t column) const
    {
        std::array<std::uint8_t, N> value{};
        copy(column, value);
        return value;
    }

    card::Time time(std::size_t column) const { return card::Time{std::chrono::seconds{number(column)}}; }

private:
    void copy(std::size_t column, std::span<std::uint8_t> to) const;

    std::vector<Cell> cells_;
};

using Rows = std::vector<Row>;

/// The database took a change back because another one met it: Database::change() tries it again.
class ChangeMet : public card::Error {
public:
    ChangeMet() : Error{card::Errc::store_failed, card::Step{"store"}, "another change met this one"} {}
};

/// What a store needs of a database: named statements, and changes that are on the disk when they return. Two adapters:
/// SQLite in one file, PostgreSQL for several stations. Statements stand in the files of database/sql, in the form
/// that both understand; an adapter's own file replaces those that it needs in another form.
///
/// All functions throw store_failed, store_gone (the database does not answer) and disk_full.
class Database {
public:
    virtual ~Database() = default;

    /// All rows of the named statement.
    virtual Rows rows(std::string_view statement, Bindings bindings = {}) = 0;
    /// Runs a statement; how many rows it changed or returned.
    virtual std::int64_t execute(std::string_view statement, Bindings bindings = {}) = 0;

    /// The only row, or none.
    std::optional<Row> row(std::string_view statement, Bindings bindings = {});
    /// The first column of the only row.
    std::int64_t number(std::string_view statement, Bindings bindings = {});

    /// The clock of the database's server; nothing where there is no server.
    virtual std::optional<card::Time> server_time() = 0;

    /// Runs `body` as one change: when this returns it is durable, when it throws nothing of it happened. Changes of
    /// all processes follow one another. Inside a change it only runs `body`.
    /// Of a change that threw store_gone while it was being written it is not known whether it happened; who repeats it
    /// finds its effect.
    template <typename Body>
    auto change(Body&& body) -> decltype(body());

    /// Runs `body`, which only reads: the store stays for it as it is at one moment, whatever others write meanwhile.
    /// What it would write throws store_failed. Not inside a change.
    template <typename Body>
    auto look(Body&& body) -> decltype(body());

protected:
    virtual void begin() = 0;         ///< waits for other writers, and then excludes them
    virtual void begin_to_look() = 0; ///< excludes nobody; ends with rollback()
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

private:
    template <typename Body>
    auto change_once(Body& body) -> decltype(body());

    /// Lasts as long as a change, or a look.
    class Scope;

    /// Waits a moment; rethrows what is being handled when it was tried often enough.
    static void wait_before(int attempt);

    bool changing_ = false;
};

class Database::Scope {
public:
    Scope(Database& database, void (Database::*begin)()) : database_{database}
    {
        (database_.*begin)();
        database_.changing_ = true;
    }

    ~Scope()
    {
        database_.changing_ = false;
        if (!done_)
            database_.rollback();
    }

    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    void commit()
    {
        database_.commit();
        done_ = true;
    }

private:
    Database& database_;
    bool done_ = false;
};

template <typename Body>
auto Database::look(Body&& body) -> decltype(body())
{
    const Scope scope{*this, &Database::begin_to_look};
    return body();
}

template <typename Body>
auto Database::change(Body&& body) -> decltype(body())
{
    if (changing_)
        return body();
    for (int attempt = 1;; ++attempt) {
        try {
            return change_once(body);
        } catch (const ChangeMet&) {
            wait_before(attempt);
        }
    }
}

template <typename Body>
auto Database::change_once(Body& body) -> decltype(body())
{
    Scope change{*this, &Database::begin};
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        change.commit();
    } else {
        auto result = body();
        change.commit();
        return result;
    }
}

} // namespace perso::store
