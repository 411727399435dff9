// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <libpq-fe.h>

#include <memory>

namespace perso::store {

/// What a PostgreSQL server answered to one statement, in memory; lines and columns count from 0.
class PostgresqlAnswer {
public:
    /// Takes it over; null is an answer without lines and columns.
    explicit PostgresqlAnswer(PGresult* result = nullptr) noexcept : result_{result} {}

    int lines() const { return PQntuples(result_.get()); }

    int columns() const { return PQnfields(result_.get()); }

    /// Throws Errc::internal for a column of a type that no table of the station has.
    Row::Cell cell(int line, int column) const;
    /// Throws Errc::store_failed where there is no number.
    std::int64_t number(int line, int column) const;
    /// How many rows the statement changed.
    std::int64_t changed() const;

    /// Whether there is one.
    explicit operator bool() const { return result_ != nullptr; }

    /// Whether it is the answer to a statement that was done.
    bool is_good() const;
    /// Why it is not: the five characters of an SQLSTATE, empty if it was not the server who said so.
    std::string state() const;
    /// In the words of the server, or of libpq.
    std::string error() const;

private:
    struct Clear {
        void operator()(PGresult* result) const noexcept { PQclear(result); }
    };

    std::unique_ptr<PGresult, Clear> result_;
};

} // namespace perso::store
