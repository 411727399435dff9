// SPDX-License-Identifier: Apache-2.0
// Leases: who works on a job, and what becomes of it when nobody renews.
#include "store/leases.hpp"

#include "database/sql/statements.hpp"
#include "personalization/store/databases.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using namespace std::chrono_literals;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// A process of the office: its own connection and its own leases.
struct Process {
    std::unique_ptr<Database> database;
    SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    Leases leases;

    Process(test::ADatabase& of, const std::string& name, std::chrono::seconds ahead = {})
        : database{of.open()}, leases{*database, store, name, ahead}
    {
    }

    Allotment claim(const std::string& application, std::uint8_t chip, card::Time now = start)
    {
        Claim claim{.application = application, .operator_ = "noy"};
        claim.kdd.fill(chip);
        static std::uint8_t guid = 0;
        claim.guid.fill(++guid);
        return store.claim(claim, now);
    }
};

struct Office {
    test::ADatabase database{start};
    Process one{database, "one"};
    Process two{database, "two"};

    Office()
    {
        for (const std::string number : {"A-001", "A-002"}) {
            one.store.import(
                {.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", start);
            one.store.approve(number, "keo", start);
        }
    }

    JobState state(const std::string& application) const
    {
        for (const Job& job : one.store.jobs())
            if (job.application == application)
                return job.state;
        return {};
    }
};

/// How the database means to answer a statement about this operator.
std::string plan_of(const test::ADatabase& database, std::string_view statement)
{
    const bool postgresql = test::ADatabase::on_postgresql();
    const Statements statements = Statements::of(postgresql ? "postgresql" : "sqlite");
    std::string sql = statements[statement];
    const std::string_view placeholder = ":operator";
    sql.replace(sql.find(placeholder), placeholder.size(), "'noy'");
    std::string plan;
    if (postgresql) {
        pqxx::connection connection{database.url()};
        pqxx::work change{connection};
        change.exec(statements["lease_in_order_of_queue"]);
        for (const auto& line : change.exec("EXPLAIN " + sql))
            plan += std::string{line[0].c_str()} + '\n';
    } else {
        SQLite::Database native{database.file().string(), SQLite::OPEN_READONLY, 10'000};
        for (SQLite::Statement lines{native, "EXPLAIN QUERY PLAN " + sql}; lines.executeStep();)
            plan += lines.getColumn(3).getString() + '\n';
    }
    return plan;
}

const char* sorting()
{
    return test::ADatabase::on_postgresql() ? "Sort" : "TEMP B-TREE";
}

} // namespace

TEST_CASE("leases: a job is given to one process at a time, and tokens rise")
{
    Office office;
    const auto first = office.one.leases.take("noy", 5s, start);
    const auto second = office.two.leases.take("noy", 5s, start);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->application == "A-001");
    CHECK(second->application == "A-002");
    CHECK(second->token > first->token);
    CHECK_FALSE(office.one.leases.take("noy", 5s, start));
    CHECK_FALSE(office.one.leases.take("keo", 5s, start)); // who approved makes no card
    CHECK(error_of([&] { office.two.leases.take_this("A-001", 5s, start); }) == Errc::lease_lost);

    office.one.leases.release(*first);
    const auto again = office.two.leases.take("noy", 5s, start);
    REQUIRE(again);
    CHECK(again->application == "A-001");
    CHECK(again->token > second->token);
}

TEST_CASE("leases: nobody else writes on the card of a leased job")
{
    Office office;
    const auto lease = office.one.leases.take("noy", 5s, start);
    REQUIRE(lease);
    CHECK(error_of([&] { office.two.claim("A-001", 1); }) == Errc::lease_lost);
    const std::int64_t card = office.one.claim("A-001", 1).card;
    CHECK(error_of([&] { office.two.store.intend(card, "keys", start); }) == Errc::lease_lost);
    office.one.store.intend(card, "keys", start);
    CHECK(error_of([&] { office.two.store.conclude(card, "keys", start); }) == Errc::lease_lost);
    CHECK(error_of([&] { office.two.store.record_key(card, {.slot = "9A", .hash = card::Bytes(32, 1)}, start); }) ==
          Errc::lease_lost);
    CHECK(error_of([&] { office.two.store.give_up(card, Errc::card_removed, "keys", start); }) == Errc::lease_lost);
    office.one.store.conclude(card, "keys", start);
    CHECK(error_of([&] { office.two.store.issued(card, start); }) == Errc::lease_lost);
    office.one.store.issued(card, start);
    CHECK(office.state("A-001") == JobState::issued);
    CHECK(office.two.leases.expire(start + 1h).empty()); // its lease ended with it
}

TEST_CASE("leases: one that runs out before the first effect gives the job back, and its numbers are void")
{
    Office office;
    auto lease = office.one.leases.take("noy", 5s, start);
    REQUIRE(lease);
    const Allotment first = office.one.claim("A-001", 1);
    CHECK(office.two.leases.expire(start + 5s).empty());
    const auto out = office.two.leases.expire(start + 6s);
    REQUIRE(out.size() == 1);
    CHECK(out.front().owner == "one");
    CHECK(out.front().state == JobState::approved);

    // The process that had it comes back late.
    CHECK(error_of([&] { office.one.leases.renew(*lease, 5s, start + 7s); }) == Errc::lease_lost);
    CHECK(error_of([&] { office.one.store.intend(first.card, "keys", start + 7s); }) == Errc::job_state);
    CHECK(error_of([&] { office.one.claim("A-001", 1, start + 7s); }) == Errc::lease_lost);

    const auto next = office.two.leases.take("noy", 5s, start + 7s);
    REQUIRE(next);
    CHECK(next->application == "A-001");
    CHECK(office.two.claim("A-001", 1, start + 7s).document_number != first.document_number);
    CHECK(error_of([&] { office.one.leases.renew(*lease, 5s, start + 8s); }) == Errc::lease_lost);
}

TEST_CASE("leases: one that runs out after a possible effect ends in quarantine, and the card is taken up again")
{
    Office office;
    auto lease = office.one.leases.take("noy", 5s, start);
    REQUIRE(lease);
    const std::int64_t card = office.one.claim("A-001", 1).card;
    office.one.store.intend(card, "keys", start);
    office.one.leases.renew(*lease, 5s, start + 4s);
    CHECK(office.two.leases.expire(start + 9s).empty());
    const auto out = office.two.leases.expire(start + 10s);
    REQUIRE(out.size() == 1);
    CHECK(out.front().state == JobState::quarantined);
    CHECK(office.state("A-001") == JobState::quarantined);
    CHECK(error_of([&] { office.one.store.conclude(card, "keys", start + 10s); }) == Errc::job_state);

    const auto other = office.one.leases.take("noy", 5s, start + 10s); // never back to the queue
    REQUIRE(other);
    CHECK(other->application == "A-002");
    Kdd chip{};
    chip.fill(1);
    const auto cut_off = office.two.store.attempt_of(chip);
    REQUIRE(cut_off);
    CHECK(cut_off->state == Attempt::State::quarantined);
    CHECK(cut_off->application == "A-001");
    office.two.leases.take_this("A-001", 5s, start + 10s);
    CHECK(error_of([&] { office.one.store.reopen(card, "noy", start + 10s); }) == Errc::lease_lost);
    office.two.store.reopen(card, "noy", start + 10s);
    office.two.store.conclude(card, "keys", start + 10s); // as the card says
    office.two.store.issued(card, start + 10s);
    CHECK(office.state("A-001") == JobState::issued);
}

TEST_CASE("leases: stations whose clocks differ agree upon the end of one")
{
    Office office;
    Process late{office.database, "late", 60s}; // its clock is a minute behind the server's, which is that of `one`
    auto lease = office.one.leases.take("noy", 5s, start);
    REQUIRE(lease);
    CHECK(late.leases.expire(start - 60s + 5s).empty());
    auto other = late.leases.take("noy", 5s, start - 60s);
    REQUIRE(other);
    CHECK(other->until == start - 60s + 5s);
    CHECK(office.one.leases.expire(start + 5s).empty());
    late.leases.renew(*other, 5s, start - 60s + 4s);
    CHECK(other->until == start - 60s + 9s);
    office.one.leases.renew(*lease, 5s, start + 4s);
    CHECK(office.one.leases.expire(start + 9s).empty());
    CHECK(office.one.leases.expire(start + 10s).size() == 2);
}

TEST_CASE("leases: renewing one never makes it shorter")
{
    Office office;
    auto lease = office.one.leases.take("noy", 60s, start);
    REQUIRE(lease);
    Lease as_it_was_taken = *lease;
    office.one.leases.renew(*lease, 60s, start + 30s);
    office.one.leases.renew(as_it_was_taken, 10s, start + 31s);
    CHECK(office.two.leases.expire(start + 90s).empty());
}

// SQLite has one writer.
TEST_CASE("leases: a job on which somebody else has a hand is passed over, not waited for" *
          doctest::skip(!test::ADatabase::on_postgresql()))
{
    Office office;
    pqxx::connection administrator{office.database.url()};
    pqxx::work hand{administrator};
    hand.exec("SELECT 1 FROM job WHERE application = 'A-001' FOR UPDATE");
    const auto lease = office.one.leases.take("noy", 5s, start);
    REQUIRE(lease);
    CHECK(lease->application == "A-002");
    CHECK_FALSE(office.two.leases.take("noy", 5s, start));
    hand.abort();
    const auto after = office.two.leases.take("noy", 5s, start);
    REQUIRE(after);
    CHECK(after->application == "A-001");
}

// A server that crashed has no statistics, and SQLite never had any.
TEST_CASE("leases: the next job is the first of an index; the queue is neither read nor sorted")
{
    Office office;
    office.one.database->change([&] {
        for (int i = 0; i < 1'000; ++i) {
            const std::string number = "B-" + std::to_string(i);
            office.one.store.import(
                {.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", start);
            office.one.store.approve(number, "keo", start);
        }
    });
    const std::string waiting = plan_of(office.database, "lease_next_approved");
    CAPTURE(waiting);
    CHECK(waiting.find("job_waiting") != std::string::npos);
    CHECK(waiting.find(sorting()) == std::string::npos);
}

TEST_CASE("leases: the rules hold even for who writes SQL")
{
    Office office;
    office.one.leases.take("noy", 5s, start);
    CHECK_THROWS_AS(office.database.sql("UPDATE lease SET token = token + 1"), std::exception);
    CHECK_THROWS_AS(office.database.sql("UPDATE lease SET owner = 'two'"), std::exception);
    CHECK_THROWS_AS(office.database.sql("UPDATE lease_token SET last = 0"), std::exception);
}
