// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/postgresql_session.hpp"

#include "database/postgresql/errors.hpp"

#include <poll.h>

#include <array>
#include <cerrno>

namespace perso::store {

namespace {

constexpr int silence_ms = 5'000;            ///< after which the server is asked whether it is there
constexpr const char* answer_within = "5";   ///< seconds, to a connection
constexpr const char* sent_within = "15000"; ///< milliseconds until the network must have taken what was sent
constexpr const char* idle_for = "10";       ///< seconds after which the other side's kernel is asked
constexpr const char* asked_every = "5";     ///< seconds
constexpr const char* asked_times = "3";     ///< a machine that started anew says at once that it knows no connection

/// At the begin of each session. Statements are short: to compile one takes longer than to run it.
constexpr const char* settings = "SET synchronous_commit = on;"
                                 "SET lock_timeout = '60s';"
                                 "SET idle_in_transaction_session_timeout = '60s';"
                                 "SET client_min_messages = warning;"
                                 "SET jit = off;"
                                 "SET default_transaction_isolation = 'read committed'";

/// What stands before the address is a default that it may replace, see PQconnectdbParams().
PGconn* connect(const std::string& url)
{
    const std::array<const char*, 7> names{"connect_timeout", "tcp_user_timeout", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "dbname", nullptr};
    const std::array<const char*, 7> values{
        answer_within, sent_within, idle_for, asked_every, asked_times, url.c_str(), nullptr};
    return PQconnectdbParams(names.data(), values.data(), 1);
}

/// What it has to say, its errors say.
void be_quiet(void*, const char*) {}

} // namespace

PostgresqlSession::PostgresqlSession(std::string url) : url_{std::move(url)}, connection_{connect(url_)}
{
    if (!is_open() || PQsetnonblocking(connection_.get(), 1) != 0)
        lose();
    PQsetErrorVerbosity(connection_.get(), PQERRORS_TERSE);
    PQsetNoticeProcessor(connection_.get(), be_quiet, nullptr);
    ask(settings);
}

PostgresqlAnswer PostgresqlSession::ask(const std::string& sql)
{
    return answer(PQsendQuery(connection_.get(), sql.c_str()));
}

PostgresqlAnswer PostgresqlSession::run(
    const std::string& name, const std::string& sql, const std::vector<const char*>& values)
{
    if (!prepared_.contains(name)) {
        answer(PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr));
        prepared_.insert(name);
    }
    return answer(PQsendQueryPrepared(
        connection_.get(), name.c_str(), static_cast<int>(values.size()), values.data(), nullptr, nullptr, 0));
}

bool PostgresqlSession::is_open() const
{
    return PQstatus(connection_.get()) == CONNECTION_OK;
}

/// All answers are fetched, whatever they are: only then is there place for the next statement.
PostgresqlAnswer PostgresqlSession::answer(int sent)
{
    heard_ = Clock::now();
    if (sent != 1)
        throw_error({}, PQerrorMessage(connection_.get()), is_open());
    send_all();
    PostgresqlAnswer last;
    bool failed = false;
    for (PostgresqlAnswer next = next_answer(); next; next = next_answer())
        if (!failed) {
            failed = !next.is_good();
            last = std::move(next);
        }
    if (failed)
        throw_error(last.state(), last.error(), is_open());
    return last;
}

/// What was put in is on its way, or the connection is lost, which reading tells.
void PostgresqlSession::send_all()
{
    while (PQflush(connection_.get()) == 1)
        if ((wait(POLLIN | POLLOUT) & POLLIN) != 0)
            receive(); // a server that has no place for its own answer reads nothing
}

/// The next one, none after the last.
PostgresqlAnswer PostgresqlSession::next_answer()
{
    while (PQisBusy(connection_.get()) == 1) {
        wait(POLLIN);
        receive();
    }
    return PostgresqlAnswer{PQgetResult(connection_.get())};
}

/// Of a connection that was closed the next answer says so.
void PostgresqlSession::receive()
{
    if (PQconsumeInput(connection_.get()) == 0 && is_open())
        lose();
}

/// Until the connection is ready for one of these events: for which.
short PostgresqlSession::wait(short events)
{
    pollfd connection{.fd = PQsocket(connection_.get()), .events = events, .revents = 0};
    for (;;) {
        const int ready = ::poll(&connection, 1, silence_ms);
        if (ready < 0 && errno == EINTR)
            continue;
        if (connection.fd < 0 || ready < 0 || (ready == 0 && !server_answers()))
            lose();
        heard_ = Clock::now();
        if (ready > 0)
            return connection.revents;
    }
}

/// Of a server that is full or wants another password it is known that it is there.
bool PostgresqlSession::server_answers() const
{
    const std::array<const char*, 3> names{"dbname", "connect_timeout", nullptr};
    const std::array<const char*, 3> values{url_.c_str(), answer_within, nullptr};
    const PGPing found = PQpingParams(names.data(), values.data(), 1);
    return found == PQPING_OK || found == PQPING_REJECT;
}

/// Closing does not wait either: the connection never blocks.
void PostgresqlSession::lose()
{
    connection_.reset();
    throw_error({}, {}, false);
}

} // namespace perso::store
