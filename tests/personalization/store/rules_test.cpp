// SPDX-License-Identifier: Apache-2.0
// The rules of the schema, broken one by one by whoever writes SQL: rules/*.sql has them, and what breaks them.
#include "personalization/store/dialect.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <vector>

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// A rule of one of those files: `-- name: word`, and below it what is tried, one on each line.
struct Rule {
    std::string name;
    std::string word; ///< what the database says of it, or what is found afterwards
    std::vector<std::string> tries;
};

std::filesystem::path file(const std::string& name)
{
    return std::filesystem::path{CARD_TEST_DATA} / "personalization/store/rules" / name;
}

std::vector<Rule> rules(const std::string& name)
{
    std::ifstream in{file(name)};
    const std::regex head{"-- ([a-z_0-9]+): (.+)"};
    std::vector<Rule> found;
    std::smatch match;
    for (std::string line; std::getline(in, line);)
        if (std::regex_match(line, match, head))
            found.push_back({match[1], match[2], {}});
        else if (line.starts_with(' '))
            found.back().tries.back() += "\n" + line;
        else if (!line.empty() && !line.starts_with("--"))
            found.back().tries.push_back(line);
    REQUIRE(found.size() > 1);
    return found;
}

struct Trigger {
    std::string table;
    bool writes = false; ///< it adds something, and refuses nothing
};

/// The office of office.sql.
struct Office {
    test::ADatabase place{start};

    Office()
    {
        place.open();
        place.sql(test::sql_of("rules/office.sql"));
    }

    /// What the database says of these statements, of which nothing stays; empty if it takes them.
    std::string said(const std::string& statements) const
    {
        try {
            place.sql("BEGIN;" + test::in_dialect(statements) + "; ROLLBACK");
            return {};
        } catch (const std::exception& error) {
            return error.what();
        }
    }

    std::map<std::string, Trigger> triggers() const
    {
        std::map<std::string, Trigger> found;
        if (test::ADatabase::on_postgresql()) {
            pqxx::connection connection{place.url()};
            for (const auto& row :
                pqxx::nontransaction{connection}.exec("SELECT tgname, relname, tgtype & 2 = 0 FROM pg_trigger "
                                                      "JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"))
                found[row[0].as<std::string>()] = {row[1].as<std::string>(), row[2].as<bool>()};
        } else {
            const SQLite::Database database{place.file().string()};
            SQLite::Statement row{
                database, "SELECT name, tbl_name, instr(sql, ' AFTER ') FROM sqlite_schema WHERE type = 'trigger'"};
            while (row.executeStep())
                found[row.getColumn(0).getString()] = {row.getColumn(1).getString(), row.getColumn(2).getInt() > 0};
        }
        return found;
    }

    /// Checks and unique indices, by the names that PostgreSQL gives them.
    std::set<std::string> constraints() const
    {
        pqxx::connection connection{place.url()};
        std::set<std::string> found;
        for (const auto& row :
            pqxx::nontransaction{connection}.exec(
                "SELECT conname FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace UNION "
                "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
                "WHERE indisunique AND NOT indisprimary AND relnamespace = 'public'::regnamespace"))
            found.insert(row[0].as<std::string>());
        return found;
    }

    static std::string drop(const std::string& name, const Trigger& trigger)
    {
        return "DROP TRIGGER " + name + (test::ADatabase::on_postgresql() ? " ON " + trigger.table : "") + "; ";
    }
};

std::vector<Rule> refusing_triggers()
{
    std::vector<Rule> all;
    for (const char* part : {"cards", "records", "people", test::ADatabase::on_postgresql() ? "postgresql" : "sqlite"})
        for (Rule& rule : rules("triggers_" + std::string{part} + ".sql"))
            all.push_back(std::move(rule));
    return all;
}

std::string names(const std::set<std::string>& all)
{
    std::string text;
    for (const std::string& name : all)
        text += name + " ";
    return text;
}

} // namespace

TEST_CASE("rules: each trigger refuses what breaks its rule, and it alone does")
{
    const Office office;
    const auto triggers = office.triggers();
    std::set<std::string> untried;
    for (const auto& trigger : triggers)
        if (!trigger.second.writes)
            untried.insert(trigger.first);
    for (const Rule& rule : refusing_triggers()) {
        const std::string name = rule.name;
        CAPTURE(name);
        REQUIRE(triggers.contains(name));
        CHECK_FALSE(rule.tries.empty());
        untried.erase(name);
        for (const std::string& statement : rule.tries) {
            CAPTURE(statement);
            const std::string refusal = office.said(statement);
            CAPTURE(refusal);
            CHECK(refusal.find(rule.word) != refusal.npos);
            const std::string without = office.said(Office::drop(name, triggers.at(name)) + statement);
            CAPTURE(without);
            CHECK(without.find(rule.word) == without.npos);
        }
    }
    CHECK(names(untried) == "");
}

TEST_CASE("rules: what triggers write down by themselves")
{
    const Office office;
    const auto triggers = office.triggers();
    std::set<std::string> untried;
    for (const auto& trigger : triggers)
        if (trigger.second.writes)
            untried.insert(trigger.first);
    for (const Rule& rule : rules("recorded.sql")) {
        const std::string name = rule.name;
        CAPTURE(name);
        REQUIRE(triggers.contains(name));
        untried.erase(name);
        for (const std::string& statement : rule.tries) {
            const std::string counted = statement + "; CREATE TEMPORARY TABLE once (n INTEGER CHECK (n = 1)); " +
                                        "INSERT INTO once SELECT count(*) FROM " + rule.word;
            CHECK(office.said(counted) == "");
            CHECK(office.said(Office::drop(name, triggers.at(name)) + counted) != "");
        }
    }
    CHECK(names(untried) == "");
}

TEST_CASE("rules: what a table does not hold")
{
    const Office office;
    std::set<std::string> untried;
    if (test::ADatabase::on_postgresql()) {
        untried = office.constraints();
        for (const char* behind_a_trigger :
            {"audit_checkpoint_head_check", "audit_store_id_check", "card_life_state_check", "stock_blank_state_check"})
            CHECK(untried.erase(behind_a_trigger) == 1);
    }
    for (const char* part : {"checks.sql", "unique.sql"})
        for (const Rule& rule : rules(part)) {
            const std::string name = rule.name;
            CAPTURE(name);
            CHECK_FALSE(rule.tries.empty());
            untried.erase(name);
            const std::string kind = rule.word == "CHECK" ? "check" : "unique";
            const std::string words = test::ADatabase::on_postgresql() ? kind + " constraint \"" + name + "\""
                                                                       : rule.word + " constraint failed";
            for (const std::string& statement : rule.tries) {
                CAPTURE(statement);
                const std::string refusal = office.said(statement);
                CAPTURE(refusal);
                CHECK(refusal.find(words) != refusal.npos);
            }
        }
    CHECK(names(untried) == "");
}
