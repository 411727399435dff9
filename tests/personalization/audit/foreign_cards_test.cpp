// SPDX-License-Identifier: Apache-2.0
#include "audit/foreign_cards.hpp"

#include "journal/note.hpp"
#include "personalization/store/databases.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;

namespace {

constexpr card::Time foreign_day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};

} // namespace

TEST_CASE("foreign cards: they are counted across processes, until a card is issued")
{
    test::ADatabase place{foreign_day};
    const auto count = [&] { return audit::note_foreign_card(*place.open(), "noy", foreign_day); };
    const auto note = [&](std::string_view event) {
        const auto database = place.open();
        database->change([&] { audit::note(*database, foreign_day, {.event = event}); });
    };
    CHECK(count() == 1);
    note("quarantined"); // and whatever else is no good card
    CHECK(count() == audit::most_foreign_in_a_row);
    CHECK(count() == 3);
    note("issued");
    CHECK(count() == 1);
    note("service done"); // keys that fit, as well
    CHECK(count() == 1);
}

TEST_CASE("foreign cards: the first one is told as what it is, the next ones as keys that fit no card")
{
    test::ADatabase place{foreign_day};
    const card::Error last{card::Errc::scp_cryptogram_wrong, card::Step{"INITIALIZE UPDATE"}, "the keys do not fit"};
    const auto meet = [&] { audit::require_first_foreign(*place.open(), "noy", last, foreign_day); };
    CHECK_FALSE(test::error_of(meet));
    CHECK(test::error_of(meet) == card::Errc::keys_foreign);
    CHECK(test::error_of(meet) == card::Errc::keys_foreign);
}

TEST_CASE("foreign cards: what is told says how many, and where the last one was refused")
{
    const card::Error last{card::Errc::card_foreign, card::Step{"blank card"}, "the keys do not fit"};
    const auto told = audit::keys_foreign(last, 2);
    CHECK(told.code() == card::Errc::keys_foreign);
    CHECK(told.step() == "blank card");
    CHECK(told.number() == 2);
}
