// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/postgresql_database.hpp"

#include "card/base/error.hpp"
#include "database/postgresql/placeholders.hpp"
#include "database/postgresql/postgresql_session.hpp"
#include "database/sql/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace perso::store {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view dialect = "postgresql";
constexpr auto patience = 15s; ///< for a server that starts again
constexpr auto pause = 100ms;

/// Held by a change until it ends. The number is the station's own; other programs do not share its database.
constexpr const char* take_turn = "SELECT pg_advisory_xact_lock(1229210963)";

} // namespace

PostgresqlDatabase::PostgresqlDatabase(std::string url, card::Time now, Missing missing)
    : statements_{Statements::of(dialect)}, url_{std::move(url)}
{
    migrate(now, missing);
}

PostgresqlDatabase::~PostgresqlDatabase() = default;

/// A session that was lost is none any more.
template <typename Body>
auto PostgresqlDatabase::guarded(Body&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const card::Error&) {
        if (session_ && !session_->is_open()) {
            gone_since_ = session_->heard();
            session_.reset();
        }
        throw;
    }
}

/// Outside a change, connects where no connection is; inside it must be that of the change.
PostgresqlSession& PostgresqlDatabase::session()
{
    if (!session_) {
        card::require(!changing_, card::Errc::store_gone, "store", "the connection of this change is lost");
        session_ = std::make_unique<PostgresqlSession>(url_);
        gone_since_.reset();
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
            if (error.code() != card::Errc::store_gone || changing_)
                throw;
            gone_since_ = std::min(begin, gone_since_.value_or(begin));
            if (Clock::now() - *gone_since_ >= patience)
                throw;
        }
    }
}

PostgresqlAnswer PostgresqlDatabase::run(std::string_view statement, Bindings bindings)
{
    PostgresqlSession& session = this->session();
    const std::string name = std::string{statement} + '/' + types(bindings);
    const Numbered form = numbered(statements_[statement], bindings);
    std::vector<std::optional<std::string>> texts;
    for (const Binding* binding : form.order)
        texts.push_back(as_parameter(binding->value));
    std::vector<const char*> values;
    for (const auto& text : texts)
        values.push_back(text ? text->c_str() : nullptr);
    return guarded([&] { return session.run(name, form.sql, values); });
}

Rows PostgresqlDatabase::rows(std::string_view statement, Bindings bindings)
{
    Rows rows;
    const PostgresqlAnswer found = patiently([&] { return run(statement, bindings); });
    for (int line = 0; line < found.lines(); ++line) {
        std::vector<Row::Cell> cells;
        cells.reserve(static_cast<std::size_t>(found.columns()));
        for (int column = 0; column < found.columns(); ++column)
            cells.push_back(found.cell(line, column));
        rows.emplace_back(std::move(cells));
    }
    return rows;
}

std::int64_t PostgresqlDatabase::execute(std::string_view statement, Bindings bindings)
{
    return change([&] {
        const PostgresqlAnswer answer = run(statement, bindings);
        return answer.columns() > 0 ? std::int64_t{answer.lines()} : answer.changed();
    });
}

std::optional<card::Time> PostgresqlDatabase::server_time()
{
    constexpr const char* ask = "SELECT floor(extract(epoch FROM clock_timestamp()))::bigint";
    return patiently([&] {
        const PostgresqlAnswer now = guarded([&] { return session().ask(ask); });
        return card::Time{std::chrono::seconds{now.number(0, 0)}};
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
        PostgresqlSession& session = this->session();
        try {
            guarded([&] {
                session.ask("BEGIN");
                session.ask(statement);
            });
        } catch (const card::Error&) {
            rollback();
            throw;
        }
        changing_ = true;
    });
}

/// A server that crashed gives the numbers of lost transactions again, so it cannot be asked later what became of one.
void PostgresqlDatabase::commit()
{
    PostgresqlSession& session = this->session();
    guarded([&] { session.ask("COMMIT"); });
    changing_ = false;
}

void PostgresqlDatabase::rollback() noexcept
{
    try {
        if (session_)
            guarded([&] { session_->ask("ROLLBACK"); });
    } catch (const std::exception&) { // a lost connection takes the change back as well
        session_.reset();
    }
    changing_ = false;
}

void PostgresqlDatabase::migrate(card::Time now, Missing missing)
{
    const auto known = migrations(dialect);
    change([&] {
        PostgresqlSession& session = *session_;
        const auto number = [&](const char* question) { return session.ask(question).number(0, 0); };
        guarded([&] {
            const bool there = number("SELECT to_regclass('migration') IS NOT NULL") != 0;
            card::require(
                there || missing == Missing::created, card::Errc::store_failed, "store", "the store is empty");
            card::require(!there || missing == Missing::refused, card::Errc::store_failed, "store",
                "this database has a store already");
            if (!there)
                session.ask("CREATE TABLE migration (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)");
            const std::int64_t have = number("SELECT coalesce(max(version), 0) FROM migration");
            card::require(have <= known.back().version, card::Errc::store_failed, "store",
                "a newer version of the station made this store");
            for (const Migration& migration : known) {
                if (migration.version <= have)
                    continue;
                session.ask(std::string{migration.sql});
                session.ask(fmt::format("INSERT INTO migration VALUES ({}, {})", migration.version,
                    std::int64_t{now.time_since_epoch().count()}));
            }
        });
    });
}

} // namespace perso::store
