// SPDX-License-Identifier: Apache-2.0
// A server that hangs: it closes nothing, and answers nothing. One that works long is none.
#include "journal/journal.hpp"
#include "journal/note.hpp"
#include "personalization/store/databases.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace audit = perso::audit;
using card::Errc;
using namespace std::chrono_literals;
using test::error_of;
using Clock = std::chrono::steady_clock;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// While it lives, all processes of this program's server are held.
class Frozen {
public:
    Frozen() { server("--freeze"); }

    ~Frozen() { server("--thaw"); }

    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;

private:
    static void server(const std::string& command)
    {
        const std::string all = CARD_TEST_DATA "/support/postgresql.sh " + command + " \"$CARD_POSTGRESQL_FOLDER\"";
        CHECK(std::system(all.c_str()) == 0);
    }
};

void note(perso::store::Database& database)
{
    audit::note(database, start, {.event = "looked at"});
}

} // namespace

TEST_CASE("frozen server: a change of which nothing is heard is lost in time, and so is what comes after it" *
          doctest::skip(!test::ADatabase::on_postgresql()))
{
    test::ADatabase place{start};
    const auto database = place.open();
    const auto before = audit::tip(*database).number;
    std::optional<Frozen> frozen;
    const auto begin = Clock::now();
    const auto lost = error_of([&] {
        database->change([&] {
            note(*database);
            frozen.emplace();
            note(*database);
        });
    });
    const auto after_the_change = Clock::now() - begin;
    CHECK(lost == Errc::store_gone);
    CHECK(after_the_change >= 8s); // of silence
    CHECK(after_the_change < 25s);
    CHECK(error_of([&] { return database->server_time(); }) == Errc::store_gone);
    CHECK(Clock::now() - begin < 45s); // less than a worker may be silent
    frozen.reset();
    CHECK(audit::tip(*database).number == before);
    database->change([&] { note(*database); });
    CHECK(audit::tip(*database).number == before + 1);
}

TEST_CASE("frozen server: one that works on is waited for" * doctest::skip(!test::ADatabase::on_postgresql()))
{
    test::ADatabase place{start};
    const auto database = place.open();
    const auto before = audit::tip(*database).number;
    pqxx::connection other{place.url()};
    pqxx::nontransaction{other}.exec("SELECT pg_advisory_lock(1229210963)"); // that of changes
    const auto begin = Clock::now();
    std::thread ends{[&other] {
        std::this_thread::sleep_for(7s);
        pqxx::nontransaction{other}.exec("SELECT pg_advisory_unlock(1229210963)");
    }};
    CHECK_FALSE(error_of([&] { database->change([&] { note(*database); }); }));
    ends.join();
    CHECK(Clock::now() - begin >= 7s);
    CHECK(audit::tip(*database).number == before + 1);
}
