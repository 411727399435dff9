// SPDX-License-Identifier: Apache-2.0
#include "people/founding.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::people {

namespace {

constexpr std::string_view ceremony = "ceremony";

/// One that cannot be read says nothing; verify_signatures() names it.
bool says(card::ByteView signed_statement, const std::string& person, const Action& founding)
try {
    const Statement statement = parse_statement(signed_statement);
    return statement.person == person && statement.action == founding.name && statement.subjects == founding.subjects;

} catch (const card::Error&) {
    return false;
}

bool has_signed(store::Database& database, const std::string& person, const Action& founding)
{
    for (std::int64_t after = 0;;) {
        const auto rows = database.rows("people_signatures_of", {{":person", person}, {":after", after}});
        if (rows.empty())
            return false;
        if (std::ranges::any_of(rows, [&](const store::Row& row) { return says(row.bytes(1), person, founding); }))
            return true;
        after = rows.back().number(0);
    }
}

} // namespace

std::vector<std::string> founders(store::Database& database)
{
    std::vector<std::string> people;
    for (const store::Row& row : database.rows("people_founders"))
        people.push_back(row.text(0));
    return people;
}

bool has_ceremony_ended(store::Database& database)
{
    return database.number("people_end_of_ceremony") != 0;
}

Action founding(store::Database& database, const FoundingKeys& keys)
{
    Action action{
        .name = std::string{ceremony}, .subjects = {decided("csca", keys.csca), decided("token", keys.token)}};
    for (const store::Row& row : database.rows("people_founders"))
        action.subjects.insert(action.subjects.end(),
            {row.text(1), decided("record", card::to_hex(row.bytes(2))), row.text(3), decided("founder", row.text(0))});
    return action;
}

std::vector<std::string> unsigned_founders(store::Database& database, const FoundingKeys& keys)
{
    std::vector<std::string> people = founders(database);
    const Action action = founding(database, keys);
    std::erase_if(people, [&](const std::string& person) { return has_signed(database, person, action); });
    return people;
}

FoundingReport verify_founding(store::Database& database, const FoundingKeys& keys)
{
    FoundingReport report;
    if (founders(database).size() != 2)
        report.faults.emplace_back("the office has not two founders");
    std::vector<std::string> open = unsigned_founders(database, keys);
    for (const store::Row& row : database.rows("people_left_before_ceremony"))
        report.unbound += static_cast<std::int64_t>(std::erase(open, row.text(0)));
    for (const std::string& person : open)
        report.faults.push_back(fmt::format("{} has not signed the key ceremony", person));
    return report;
}

} // namespace perso::people
