// SPDX-License-Identifier: Apache-2.0
#include "store/postgresql/postgresql_database.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "store/postgresql/errors.hpp"
#include "store/postgresql/placeholders.hpp"
#include "store/sql/files.hpp"

#include <pqxx/pqxx>

#include <set>
#include <thread>

namespace perso::store {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::string_view dialect = "postgresql";
constexpr auto patience = 15s; ///< for a server that starts again
constexpr auto pause = 100ms;

/// Held by a change until it ends. The number is the station's own; other programs do not share its database.
constexpr const char* take_turn = "SELECT pg_advisory_xact_lock(1229210963)";

/// At the begin of each session. Statements are short: to compile one takes longer than to run it.
constexpr const char* settings = "SET synchronous_commit = on;"
                                 "SET lock_timeout = '60s';"
                                 "SET idle_in_transaction_session_timeout = '60s';"
                                 "SET client_min_messages = warning;"
                                 "SET jit = off;"
                                 "SET default_transaction_isolation = 'read committed'";

namespace type {
constexpr pqxx::oid boolean = 16, bytes = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, varchar = 1043,
                    numeric = 1700;
}

Row::Cell cell_of(const pqxx::field& field)
{
    if (field.is_null())
        return nullptr;
    switch (field.type()) {
    case type::boolean:
        return std::int64_t{field.c_str()[0] == 't'};
    case type::int2:
    case type::int4:
    case type::int8:
    case type::numeric:
        return field.as<std::int64_t>();
    case type::bytes:
        return card::from_hex(field.c_str() + 2); // "\x…"
    case type::text:
    case type::varchar:
        return std::string{field.c_str(), field.size()};
    default:
        throw card::Error{card::Errc::internal, card::Step{"SQL"}, "a column of a type that has no place here"};
    }
}

} // namespace

/// A connection and what lives no longer than it.
struct PostgresqlDatabase::Session {
    pqxx::connection connection;
    pqxx::quiet_errorhandler quiet{connection}; // what it has to say, its exceptions say
    std::set<std::string> prepared;
    std::unique_ptr<pqxx::work> change;

    explicit Session(const std::string& url) : connection{url}
    {
        // libpqxx would silently connect anew in the middle of a change.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
        connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
        connection.set_verbosity(pqxx::connection_base::terse);
        pqxx::nontransaction{connection}.exec(settings);
    }

    pqxx::result ask(const std::string& sql)
    {
        return change ? change->exec(sql) : pqxx::nontransaction{connection}.exec(sql);
    }

    pqxx::result run(const std::string& name, const std::vector<const char*>& values)
    {
        const auto parameters = pqxx::prepare::make_dynamic_params(values);
        if (change)
            return change->exec_prepared(name, parameters);
        return pqxx::nontransaction{connection}.exec_prepared(name, parameters);
    }
};

PostgresqlDatabase::PostgresqlDatabase(std::string url, card::Time now, Missing missing)
    : statements_{Statements::of(dialect)}, url_{std::move(url)}
{
    migrate(now, missing);
}

PostgresqlDatabase::~PostgresqlDatabase() = default;

template <typename Body>
auto PostgresqlDatabase::guarded(Body&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const pqxx::pqxx_exception& exception) {
        const bool alive = session_ && session_->connection.is_open();
        if (!alive)
            session_.reset();
        rethrow(exception.base(), alive);
    }
}

/// Outside a change, connects where no connection is; inside it must be that of the change.
PostgresqlDatabase::Session& PostgresqlDatabase::session()
{
    if (!session_) {
        card::require(!changing_, card::Errc::store_gone, "store", "the connection of this change is lost");
        guarded([&] { session_ = std::make_unique<Session>(url_); });
    }
    return *session_;
}

/// What may be done again when the connection was lost: a server that starts again is waited for.
template <typename Body>
auto PostgresqlDatabase::patiently(Body&& body) -> decltype(body())
{
    for (const auto begin = Clock::now();; std::this_thread::sleep_for(pause)) {
        try {
            return body();
        } catch (const card::Error& error) {
            if (error.code() != card::Errc::store_gone || changing_ || Clock::now() - begin >= patience)
                throw;
        }
    }
}

pqxx::result PostgresqlDatabase::run(std::string_view statement, Bindings bindings)
{
    Session& session = this->session();
    return guarded([&] {
        const std::string name = std::string{statement} + '/' + types(bindings);
        const Numbered form = numbered(statements_[statement], bindings);
        if (session.prepared.insert(name).second)
            session.connection.prepare(name, form.sql);
        std::vector<std::optional<std::string>> texts;
        for (const Binding* binding : form.order)
            texts.push_back(as_parameter(binding->value));
        std::vector<const char*> values;
        for (const auto& text : texts)
            values.push_back(text ? text->c_str() : nullptr);
        return session.run(name, values);
    });
}

Rows PostgresqlDatabase::rows(std::string_view statement, Bindings bindings)
{
    Rows rows;
    const pqxx::result found = patiently([&] { return run(statement, bindings); });
    for (const auto& line : found) {
        std::vector<Row::Cell> cells;
        cells.reserve(line.size());
        for (const auto& field : line)
            cells.push_back(cell_of(field));
        rows.emplace_back(std::move(cells));
    }
    return rows;
}

std::int64_t PostgresqlDatabase::execute(std::string_view statement, Bindings bindings)
{
    return change([&] {
        const pqxx::result result = run(statement, bindings);
        return result.columns() > 0 ? static_cast<std::int64_t>(result.size())
                                    : static_cast<std::int64_t>(result.affected_rows());
    });
}

std::optional<card::Time> PostgresqlDatabase::server_time()
{
    constexpr const char* ask = "SELECT floor(extract(epoch FROM clock_timestamp()))::bigint";
    return patiently([&] {
        const pqxx::result now = guarded([&] { return session().ask(ask); });
        return card::Time{std::chrono::seconds{now.at(0).at(0).as<std::int64_t>()}};
    });
}

void PostgresqlDatabase::begin()
{
    begin_with(take_turn);
}

void PostgresqlDatabase::begin_to_look()
{
    begin_with("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

void PostgresqlDatabase::begin_with(const char* statement)
{
    patiently([&] {
        Session& session = this->session();
        guarded([&] {
            auto change = std::make_unique<pqxx::work>(session.connection);
            change->exec(statement);
            session.change = std::move(change);
            changing_ = true;
        });
    });
}

/// A server that crashed gives the numbers of lost transactions again, so it cannot be asked later what became of one.
void PostgresqlDatabase::commit()
{
    Session& session = this->session();
    guarded([&] { session.change->commit(); });
    session.change.reset();
    changing_ = false;
}

void PostgresqlDatabase::rollback() noexcept
{
    try {
        if (session_ && session_->change)
            session_->change->abort();
    } catch (const std::exception&) { // a lost connection takes the change back as well
        session_.reset();
    }
    if (session_)
        session_->change.reset();
    changing_ = false;
}

void PostgresqlDatabase::migrate(card::Time now, Missing missing)
{
    const auto known = migrations(dialect);
    Session& session = patiently([&]() -> Session& { return this->session(); });
    guarded([&] {
        pqxx::work work{session.connection};
        work.exec(take_turn);
        const bool there = work.exec("SELECT to_regclass('migration') IS NOT NULL").at(0).at(0).as<bool>();
        card::require(there || missing == Missing::created, card::Errc::store_failed, "store", "the store is empty");
        card::require(!there || missing == Missing::refused, card::Errc::store_failed, "store",
            "this database has a store already");
        if (!there)
            work.exec("CREATE TABLE migration (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)");
        const auto have = work.exec("SELECT coalesce(max(version), 0) FROM migration").at(0).at(0).as<std::int64_t>();
        card::require(have <= known.back().version, card::Errc::store_failed, "store",
            "a newer version of the station made this store");
        for (const Migration& migration : known) {
            if (migration.version <= have)
                continue;
            work.exec(std::string{migration.sql});
            work.exec_params("INSERT INTO migration VALUES ($1, $2)", migration.version,
                std::int64_t{now.time_since_epoch().count()});
        }
        work.commit();
    });
}

} // namespace perso::store
