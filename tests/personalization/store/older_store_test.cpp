// SPDX-License-Identifier: Apache-2.0
// A store that a program of an earlier schema made, with something in every table: older/office.sql.
#include "journal/journal.hpp"
#include "personalization/store/dialect.hpp"

#include <doctest/doctest.h>

#include <map>
#include <vector>

namespace audit = perso::audit;
using namespace perso::store;
using card::trust::CardRevocation;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
constexpr std::int64_t older = 12; ///< before sealing, turns, checks that failed, traces of certificates and terms

struct OlderOffice {
    test::ADatabase place{start};

    OlderOffice()
    {
        place.make_older(older);
        place.sql(test::sql_of("older/office.sql"));
    }

    /// The first column of what an administrator asks for.
    std::vector<std::string> column(const std::string& query) const
    {
        std::vector<std::string> found;
        if (test::ADatabase::on_postgresql()) {
            pqxx::connection connection{place.url()};
            for (const auto& row : pqxx::nontransaction{connection}.exec(query))
                found.push_back(row[0].as<std::string>());
        } else {
            const SQLite::Database database{place.file().string()};
            SQLite::Statement row{database, query};
            while (row.executeStep())
                found.push_back(row.getColumn(0).getString());
        }
        return found;
    }

    std::int64_t number(const std::string& query) const { return std::stoll(column(query).at(0)); }

    /// How many rows each table has, but for that of the migrations.
    std::map<std::string, std::int64_t> rows() const
    {
        const char* tables = test::ADatabase::on_postgresql()
                                 ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                                 : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        std::map<std::string, std::int64_t> counted;
        for (const std::string& table : column(tables))
            if (table != "migration")
                counted[table] = number("SELECT count(*) FROM " + table);
        return counted;
    }
};

const Job& job(const std::vector<Job>& jobs, const std::string& application)
{
    for (const Job& job : jobs)
        if (job.application == application)
            return job;
    throw std::runtime_error{"no application " + application};
}

Kdd chip(std::uint8_t number)
{
    Kdd kdd{};
    kdd.fill(number);
    return kdd;
}

} // namespace

TEST_CASE("older store: each table keeps its rows, and what follows from them is added")
{
    OlderOffice office;
    const auto before = office.rows();
    CHECK(before.size() == 51);
    for (const auto& counted : before) {
        const std::string& table = counted.first;
        CAPTURE(table);
        CHECK(counted.second > 0);
    }
    office.place.open();
    auto after = office.rows();
    // The check of `made` that failed, and the order of `next`; the names of both acts, and what the second excludes.
    const std::map<std::string, std::int64_t> added{{"card_act", 2}, {"act", 2}, {"act_exclusion", 2}};
    for (const auto& counted : before) {
        const std::string& table = counted.first;
        CAPTURE(table);
        CHECK(after[table] == counted.second + (added.contains(table) ? added.at(table) : 0));
    }
    for (const char* table : {"data_key", "sealed_record", "sealing", "card_term", "joint_request"})
        CHECK(after.at(table) == 0);
}

TEST_CASE("older store: what was written in an earlier form is in the new one")
{
    OlderOffice office;
    const auto database = office.place.open();
    CHECK(office.number("SELECT max(version) FROM migration") ==
          migrations(test::ADatabase::on_postgresql() ? "postgresql" : "sqlite").back().version);
    CHECK(office.column("SELECT person FROM card_act WHERE act = 'check_failed' AND card = 2").at(0) == "dao");
    CHECK(office.column("SELECT person FROM card_act WHERE act = 'replacement_ordered' AND card = 7").at(0) == "noy");
    CHECK(office.number("SELECT turn FROM card_service WHERE card = 3 AND number = 1") == 0);
    CHECK(office.column("SELECT series FROM unit_state").at(0).empty());
    CHECK(office.number("SELECT count(*) FROM renewed_certificate WHERE certificate IS NOT NULL AND superseded_at = 8 "
                        "AND hash IS NULL") == 1);
    CHECK(database->number("count_plain_certificates") == 3); // whose traces are taken next
    CHECK(office.column("SELECT state FROM stock_blank WHERE kdd = " + test::ADatabase::blob("A5A5A5A5A5A5A5A5A5A5"))
              .at(0) == "missing"); // said by one person, in its time
    CHECK(audit::tip(*database).number == 2);
}

TEST_CASE("older store: the office goes on with all that it had")
{
    OlderOffice office;
    const auto database = office.place.open();
    test::software_seal().adopt(*database, start);
    SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};

    const auto jobs = store.jobs();
    REQUIRE(jobs.size() == 10);
    CHECK(job(jobs, "waiting").state == JobState::imported);
    CHECK(job(jobs, "released").state == JobState::approved);
    CHECK(job(jobs, "working").state == JobState::encoding);
    CHECK(job(jobs, "given").state == JobState::issued);
    CHECK(job(jobs, "given").document_number == "LA0000003");
    CHECK(job(jobs, "aside").state == JobState::quarantined);
    CHECK(job(jobs, "spoilt").state == JobState::withdrawn); // its card was revoked: nobody goes on with it
    CHECK(job(jobs, "refused").rejections == perso::intake::Rejections{{"address", "too long"}});

    const Application waiting = store.application("waiting");
    CHECK(waiting.personal_number == "n1");
    CHECK(waiting.record == "{}");
    CHECK(waiting.photograph == card::Bytes{0xFF});
    CHECK(waiting.signature == card::Bytes{0xEE});
    CHECK(office.number("SELECT count(*) FROM job WHERE record <> ''") == 0);

    const auto aside = store.attempt_of(chip(0xA3));
    REQUIRE(aside);
    CHECK(aside->state == Attempt::State::quarantined);
    CHECK(aside->application == "aside");
    CHECK(store.revocations().size() == 3);
    CHECK(store.revoked_cards().size() == 4); // two for good, one that is held, one that lies aside
    CHECK(store.revoked_certificates(1, start).size() == 1);
    CHECK(store.released_cards().size() == 1);
    CHECK(store.released_certificates(1, start).size() == 1);
    CHECK(store.revoked_signers().size() == 1);
    CHECK(store.high_water() == 65'536);
    CHECK(store.next_list_number(0, start) == 4);

    store.confirm_revocation("LA0000004", CardRevocation::stolen, "keo", start);
    const Claim claim{.application = "released", .operator_ = "noy", .kdd = chip(9), .guid = {9}};
    CHECK(store.claim(claim, start).document_number == "LA0000008");
}
