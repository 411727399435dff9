// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "database/missing.hpp"
#include "database/sql/statements.hpp"

#include <chrono>
#include <memory>

namespace perso::store {

class PostgresqlAnswer;
class PostgresqlSession;

/// A database of PostgreSQL, for several stations. Changes follow one another by a lock that ends with its transaction,
/// and are on the server's disk when they return. A connection that is lost outside a change is opened anew; a change
/// that loses it throws store_gone.
///
/// A server that is gone has 15 seconds to come back, counted from when it was last there. What is asked of it later
/// tries once, six seconds at most: who has several things to do in the store before giving up does not wait for each.
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
    using Clock = std::chrono::steady_clock;

    void begin() override;
    void begin_to_look() override;
    void commit() override;
    void rollback() noexcept override;

    PostgresqlSession& session();
    void migrate(card::Time now, Missing missing);
    void begin_with(const char* statement);
    template <typename Body>
    auto guarded(Body&& body) -> decltype(body());
    template <typename Body>
    auto patiently(Body&& body) -> decltype(body());
    PostgresqlAnswer run(std::string_view statement, Bindings bindings);

    Statements statements_;
    std::string url_;
    std::unique_ptr<PostgresqlSession> session_;  ///< nothing while the connection is lost
    std::optional<Clock::time_point> gone_since_; ///< nothing from the next connection on
    bool changing_ = false;
};

} // namespace perso::store
