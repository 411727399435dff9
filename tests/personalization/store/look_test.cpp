// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.hpp"
#include "journal/note.hpp"
#include "personalization/store/databases.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

namespace audit = perso::audit;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

void note(perso::store::Database& database)
{
    database.change([&] { audit::note(database, start, {.event = "looked at"}); });
}

} // namespace

TEST_CASE("look: what others write meanwhile is not seen")
{
    test::ADatabase base{start};
    const auto database = base.open();
    const auto other = base.open();
    note(*database);
    const auto before = database->look([&] {
        const auto number = audit::tip(*database).number;
        note(*other);
        CHECK(audit::tip(*database).number == number);
        return number;
    });
    CHECK(audit::tip(*database).number == before + 1);
}

TEST_CASE("look: nothing is written, and the next change is as any")
{
    test::ADatabase base{start};
    const auto database = base.open();
    note(*database);
    const auto before = audit::tip(*database).number;
    CHECK(test::error_of([&] { database->look([&] { note(*database); }); }) == card::Errc::store_failed);
    CHECK(audit::tip(*database).number == before);
    note(*database);
    CHECK(audit::tip(*database).number == before + 1);
}
