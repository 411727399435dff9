// SPDX-License-Identifier: Apache-2.0
// What only the SQLite adapter has.
#include "database/sql/files.hpp"
#include "personalization/store/sqlite_store.hpp"

#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <fstream>

using namespace perso::store;
using card::Errc;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

void open(const std::filesystem::path& file)
{
    const SqliteDatabase database{file, start, Missing::created};
}

} // namespace

TEST_CASE("sqlite: commits are durable")
{
    const test::TemporaryFolder folder;
    SqliteDatabase database{folder / "store.sqlite", start, Missing::created};
    CHECK(database.native().execAndGet("PRAGMA journal_mode").getString() == "wal");
    CHECK(database.native().execAndGet("PRAGMA synchronous").getInt() == 2); // FULL
    CHECK(database.native().execAndGet("PRAGMA foreign_keys").getInt() == 1);
}

TEST_CASE("sqlite: constraints hold even for who writes SQL")
{
    const test::TemporaryFolder folder;
    {
        const auto store = test::sqlite_store(folder / "store.sqlite", start);
        store->import({.number = "A-001", .personal_number = "1", .record = "{}", .photograph = {0xFF}}, "noy", start);
    }
    SQLite::Database database{(folder / "store.sqlite").string(), SQLite::OPEN_READWRITE};
    CHECK_THROWS_AS(database.exec("UPDATE job SET approved_by = 'noy'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE job SET state = 'issued'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE journal SET at = 0"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("DELETE FROM journal"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE document_number SET last = 0"), SQLite::Exception);

    const auto card = [&](const std::string& approver, const std::string& number) {
        database.exec("INSERT INTO card (application, citizen, document_number, status_index, guid, kdd, operator, "
                      "approved_by, state, claimed_at) SELECT 'A-001', id, '" +
                      number + "', 7, zeroblob(16), zeroblob(10), 'noy', '" + approver +
                      "', 'encoding', 0 FROM citizen");
    };
    CHECK_THROWS_AS(card("keo", "LA0000001"), SQLite::Exception); // nobody approved it
    database.exec("UPDATE job SET approved_by = 'keo', approved_at = 0, state = 'approved'");
    CHECK_THROWS_AS(database.exec("UPDATE job SET approved_by = 'dao'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE job SET imported_by = 'dao'"), SQLite::Exception);
    CHECK_THROWS_AS(card("dao", "LA0000001"), SQLite::Exception); // another than the approver of the job
    CHECK_NOTHROW(card("keo", "LA0000001"));
    CHECK_THROWS_AS(database.exec("UPDATE card SET document_number = 'LA0000002'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE card SET status_index = 8"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("DELETE FROM card"), SQLite::Exception);
}

TEST_CASE("sqlite: a store that is lost is not begun anew, its document numbers would be given again")
{
    const test::TemporaryFolder folder;
    const auto open_existing = [&] { const SqliteDatabase database{folder / "store.sqlite", start}; };
    CHECK(error_of(open_existing) == Errc::store_failed);
    CHECK_FALSE(std::filesystem::exists(folder / "store.sqlite"));
    std::ofstream{folder / "store.sqlite"};
    CHECK(error_of(open_existing) == Errc::store_failed);
    open(folder / "store.sqlite");
    CHECK_FALSE(error_of(open_existing));
}

TEST_CASE("sqlite: a store of a newer version, and what is no store")
{
    const test::TemporaryFolder folder;
    open(folder / "store.sqlite");
    open(folder / "store.sqlite");
    {
        SQLite::Database database{(folder / "store.sqlite").string(), SQLite::OPEN_READWRITE};
        database.exec("INSERT INTO migration VALUES (999, 0)");
    }
    CHECK(error_of([&] { open(folder / "store.sqlite"); }) == Errc::store_failed);

    std::ofstream{folder / "text"} << std::string(5'000, 'x');
    CHECK(error_of([&] { open(folder / "text"); }) == Errc::store_failed);
    CHECK(error_of([&] { open(folder / "nowhere" / "store.sqlite"); }) == Errc::store_failed);
}

TEST_CASE("sqlite: a full block of status indices is followed by the next")
{
    const test::TemporaryFolder folder;
    const auto opened = test::sqlite_store(folder / "store.sqlite", start);
    Store& store = *opened;
    const auto claimed = [&](const std::string& number, std::uint8_t chip) {
        store.import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", start);
        store.approve(number, "keo", start);
        Claim claim{.application = number, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        return store.claim(claim, start).status_index;
    };
    CHECK(claimed("A-001", 1) < 65'536);
    {
        SQLite::Database database{(folder / "store.sqlite").string(), SQLite::OPEN_READWRITE};
        CHECK(database.execAndGet("SELECT count(*) FROM status_free").getInt() == 65'535);
        database.exec("DELETE FROM status_free WHERE status_index <> (SELECT max(status_index) FROM status_free)");
    }
    CHECK(claimed("A-002", 2) >= 65'534); // the last of the block
    CHECK(claimed("A-003", 3) >= 65'536); // the first of the next
}

TEST_CASE("sqlite: a full disk is told as such")
{
    const test::TemporaryFolder folder;
    SqliteDatabase database{folder / "store.sqlite", start, Missing::created};
    database.native().exec("PRAGMA max_page_count = 1"); // no page more than there are
    CHECK(error_of([&] {
        guarded([&] { database.native().exec("CREATE TABLE large AS SELECT zeroblob(1000000) AS x"); });
    }) == Errc::disk_full);
}

TEST_CASE("sqlite: statements are found by name")
{
    Statements statements{"-- a comment of words\n-- first\nSELECT 1;\n\n-- second\nSELECT 2,\n-- in between\n3;\n"};
    CHECK(statements["first"] == "SELECT 1;\n\n");
    CHECK(statements["second"] == "SELECT 2,\n3;\n");
    CHECK(error_of([&] { return statements["third"]; }) == Errc::internal);

    CHECK(error_of([&] { statements.add("-- first\nSELECT 4;\n"); }) == Errc::internal); // it has one
    statements.replace("-- first\nSELECT 4;\n");
    CHECK(statements["first"] == "SELECT 4;\n");
    CHECK(error_of([&] { statements.replace("-- fourth\nSELECT 4;\n"); }) == Errc::internal);
}

TEST_CASE("sqlite: every statement of every file is one that the newest schema understands")
{
    const test::TemporaryFolder folder;
    SqliteDatabase database{folder / "store.sqlite", start, Missing::created};
    const Statements statements = Statements::of("sqlite");
    for (const auto& [name, text] : statements.all()) {
        const std::string statement{name};
        CAPTURE(statement);
        CHECK_NOTHROW(SQLite::Statement(database.native(), text));
    }
}

TEST_CASE("sqlite: a statement needs each of its values, and no other")
{
    const test::TemporaryFolder folder;
    SqliteDatabase database{folder / "store.sqlite", start, Missing::created};
    CHECK(error_of([&] { database.rows("job_people"); }) == Errc::internal);
    CHECK(error_of([&] { database.rows("job_people", {{":applicant", "A-001"}}); }) == Errc::store_failed);
    CHECK(database.rows("job_people", {{":application", "A-001"}}).empty());
}

TEST_CASE("sqlite: a store of the first version is brought to the newest form, with all that it holds")
{
    const test::TemporaryFolder folder;
    {
        SQLite::Database old{(folder / "store.sqlite").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        old.exec(std::string{migrations("sqlite").front().sql});
        old.exec("CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
        old.exec("INSERT INTO migration VALUES (1, 0)");
        old.exec("INSERT INTO citizen VALUES (1, '010119900000001', 'aa'), (2, '010119900000002', 'bb')");
        old.exec("INSERT INTO job VALUES ('A-001', 1, '{}', x'ff', 'approved', 'noy', 0, 'keo', 0, 0), "
                 "('A-002', 2, '{}', x'ff', 'imported', 'noy', 0, NULL, NULL, 0)");
        old.exec("INSERT INTO card VALUES (1, 'A-001', 1, 'LA0000001', 7, zeroblob(16), zeroblob(10), 'noy', 'keo', "
                 "'live', NULL, NULL, 0, 0)");
        old.exec("UPDATE job SET state = 'issued' WHERE application = 'A-001'");
        old.exec("UPDATE document_number SET last = 1");
    }
    SqliteDatabase database{folder / "store.sqlite", start};
    test::software_seal().adopt(database, start);
    SqlStore store{database, "LA", card::crypto::system_random(), &test::software_seal()};
    const auto jobs = store.jobs();
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].state == JobState::issued);
    CHECK(jobs[0].document_number == "LA0000001");
    CHECK(jobs[1].state == JobState::imported);
    CHECK(store.application("A-002").signature.empty());
    store.approve("A-002", "keo", start);
    Claim claim{.application = "A-002", .operator_ = "noy"};
    claim.kdd.fill(2);
    claim.guid.fill(2);
    CHECK(store.claim(claim, start).document_number == "LA0000002");
}

TEST_CASE("sqlite: an approved record does not change, even for who writes SQL")
{
    const test::TemporaryFolder folder;
    {
        const auto store = test::sqlite_store(folder / "store.sqlite", start);
        store->import({.number = "A-001", .personal_number = "1", .record = "{}", .photograph = {0xFF}}, "noy", start);
        store->approve("A-001", "keo", start);
    }
    SQLite::Database database{(folder / "store.sqlite").string(), SQLite::OPEN_READWRITE};
    CHECK_THROWS_AS(database.exec("UPDATE job SET record = '{1}'"), SQLite::Exception);
    CHECK_THROWS_AS(database.exec("UPDATE job SET photograph = x'00'"), SQLite::Exception);
    CHECK_THROWS_AS(
        database.exec("UPDATE job SET record = '{1}', state = 'imported', approved_by = NULL"), SQLite::Exception);
}
