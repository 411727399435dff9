// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/postgresql/postgresql_answer.hpp"

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace perso::store {

/// A connection to a PostgreSQL server that does not wait for one that is not there any more: its machine lost power,
/// the network between was cut, or it is frozen. None of them closes the connection, so reading from it waits for ever.
///
/// What has an end is the silence of the server, not the time of a statement: a purge, a migration or a change that
/// waits for that of another station may rightly take minutes, and a limit to each would cut them. After five seconds
/// without a byte, and every five from then on, the server is asked for a second connection, for five seconds at most.
/// If anything answers, a refusal too, the statement is waited for; if nothing does, the connection is closed and the
/// statement failed as if the server had closed it. So it takes ten seconds to find out, one more or less: libpq counts
/// whole ones. A server that lives but does not get on with this statement is not found out: its disk hangs, for one.
///
/// The same times hold for connecting, where the address says nothing else; a host of several addresses has them for
/// each. Looking up the name of the host takes as long as the resolver of this computer waits.
///
/// All functions throw store_gone, disk_full, store_failed and ChangeMet, see errors.hpp.
class PostgresqlSession {
public:
    using Clock = std::chrono::steady_clock;

    /// Connects; `url` as libpq reads it.
    explicit PostgresqlSession(std::string url);

    PostgresqlSession(const PostgresqlSession&) = delete;
    PostgresqlSession& operator=(const PostgresqlSession&) = delete;

    /// One statement, or several without values: the answer to the last.
    PostgresqlAnswer ask(const std::string& sql);
    /// A statement with values $1, $2, … as text, null for nothing; it is prepared under this name the first time.
    PostgresqlAnswer run(const std::string& name, const std::string& sql, const std::vector<const char*>& values);

    /// Whether the connection is there, as far as is known.
    bool is_open() const;

    /// When the server was last known to be there, or was asked last.
    Clock::time_point heard() const { return heard_; }

private:
    struct Finish {
        void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
    };

    PostgresqlAnswer answer(int sent);
    void send_all();
    PostgresqlAnswer next_answer();
    void receive();
    short wait(short events);
    bool server_answers() const;
    [[noreturn]] void lose();

    std::string url_;
    std::unique_ptr<PGconn, Finish> connection_;
    std::set<std::string> prepared_;
    Clock::time_point heard_ = Clock::now();
};

} // namespace perso::store
