// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/database.hpp"
#include "store/missing.hpp"
#include "store/sql/statements.hpp"

#include <memory>

namespace pqxx {
class result;
} // namespace pqxx

namespace perso::store {

/// Said at the begin of each session. Nothing is sorted where an index has the order: a server that crashed has no
/// statistics, takes every table for small, and would sort the whole queue for its first job.
inline constexpr const char* session_settings = "SET enable_sort = off;"
                                                "SET synchronous_commit = on;"
                                                "SET lock_timeout = '60s';"
                                                "SET idle_in_transaction_session_timeout = '60s';"
                                                "SET client_min_messages = warning;"
                                                "SET default_transaction_isolation = 'read committed';";

/// A database of PostgreSQL, for several stations. Changes follow one another by a lock that ends with its transaction,
/// and are on the server's disk when they return. A connection that is lost outside a change is opened anew; a change
/// that loses it throws store_gone.
class PostgresqlDatabase final : public Database {
public:
    /// `url` as libpq reads it. Throws store_failed when there is no store and none shall be made, when there is one
    /// and one shall be made, and when a newer version made it; store_gone when nothing answers.
    PostgresqlDatabase(std::string url, card::Time now, Missing missing = Missing::refused);
    ~PostgresqlDatabase() override;

    Rows rows(std::string_view statement, Bindings bindings = {}) override;
    std::int64_t execute(std::string_view statement, Bindings bindings = {}) override;
    std::optional<card::Time> server_time() override;

private:
    struct Session;

    void begin() override;
    void commit() override;
    void rollback() noexcept override;

    Session& session();
    void migrate(card::Time now, Missing missing);
    template <typename Body>
    auto guarded(Body&& body) -> decltype(body());
    template <typename Body>
    auto patiently(Body&& body) -> decltype(body());
    pqxx::result run(std::string_view statement, Bindings bindings);

    Statements statements_;
    std::string url_;
    std::unique_ptr<Session> session_; ///< nothing while the connection is lost
    bool changing_ = false;
};

} // namespace perso::store
