// SPDX-License-Identifier: Apache-2.0
// What is asked of a card's term and keys: reasons that say that its time is over, and services that it can have.
#include "life/term.hpp"

#include "each_database.hpp"
#include "life_office.hpp"

#include <doctest/doctest.h>

using namespace perso::life;
using namespace std::chrono_literals;
using card::Errc;
using perso::CardType;
using test::error_of;
using test::LifeOffice;

namespace {

constexpr card::Date last_day = std::chrono::year{2030} / 5 / 31;
constexpr card::Time window_begins = card::start_of(last_day) - renewal_window;

/// A card of that type with its holder, good until last_day.
std::string card_of(LifeOffice& office, CardType type)
{
    const std::string document = office.delivered("A-1", "1");
    record_term(office.database, find_card(office.database, document).id, {type, last_day});
    return document;
}

std::optional<Errc> ordered(LifeOffice& office, const std::string& document, Reason reason, card::Time when)
{
    office.time = when;
    return error_of([&] { office.order(document, reason, "B-1"); });
}

} // namespace

TEST_CASE("term: a card is replaced as expired when its time runs out, not years before")
{
    test::on_each_database([](perso::store::Database& database, perso::store::Store& store) {
        LifeOffice office{database, store};
        const std::string document = card_of(office, CardType::adult);
        CHECK(ordered(office, document, Reason::expired, test::life_start) == Errc::card_state);
        CHECK(ordered(office, document, Reason::expired, window_begins - 1s) == Errc::card_state);
        CHECK_FALSE(ordered(office, document, Reason::expired, window_begins));
    });
}

TEST_CASE("term: a card that ran out long ago is replaced as expired, one without expiry when its chip is old")
{
    for (const CardType type : {CardType::adult, CardType::renewal, CardType::lifetime, CardType::under_6})
        test::on_each_database([&](perso::store::Database& database, perso::store::Store& store) {
            LifeOffice office{database, store};
            const std::string document = card_of(office, type);
            CHECK_FALSE(ordered(office, document, Reason::expired, card::start_of(last_day) + 400 * 24h));
        });
}

TEST_CASE("term: only children grow out of a card, and only when they do")
{
    for (const CardType type : {CardType::under_6, CardType::from_6_to_14})
        test::on_each_database([&](perso::store::Database& database, perso::store::Store& store) {
            LifeOffice office{database, store};
            const std::string document = card_of(office, type);
            CHECK(ordered(office, document, Reason::age, window_begins - 1s) == Errc::card_state);
            CHECK_FALSE(ordered(office, document, Reason::age, window_begins));
        });
    for (const CardType type : {CardType::adult, CardType::renewal, CardType::lifetime})
        test::on_each_database([&](perso::store::Database& database, perso::store::Store& store) {
            LifeOffice office{database, store};
            const std::string document = card_of(office, type);
            CHECK(ordered(office, document, Reason::age, card::start_of(last_day)) == Errc::card_state);
            CHECK_FALSE(ordered(office, document, Reason::photo, office.time)); // asks nothing of the term
        });
}

TEST_CASE("term: it is kept once, and does not change, even for who writes SQL")
{
    test::ADatabase place{test::life_start};
    const auto database = place.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    LifeOffice office{*database, store};
    const Card card = find_card(*database, office.made("A-1", "1"));
    CHECK_FALSE(term_of(*database, card));
    record_term(*database, card.id, {CardType::from_6_to_14, last_day});
    const auto kept = term_of(*database, card);
    REQUIRE(kept);
    CHECK(kept->type == CardType::from_6_to_14);
    CHECK(kept->last_day == last_day);
    CHECK_THROWS(record_term(*database, card.id, {CardType::adult, last_day}));
    CHECK_THROWS(place.sql("UPDATE card_term SET last_day = 0"));
    CHECK_THROWS(place.sql("DELETE FROM card_term"));
}

TEST_CASE("term: a card without the key for it has no PIN to set anew, and one without keys no certificates")
{
    test::on_each_database([](perso::store::Database& database, perso::store::Store& store) {
        LifeOffice office{database, store};
        office.keys = false;
        const std::string document = office.delivered("A-1", "1");
        const auto order = [&](Service service) {
            return error_of([&] { order_service(database, document, service, "keo", office.time); });
        };
        CHECK(order(Service::pin) == Errc::pin_absent);
        CHECK(order(Service::certificates) == Errc::card_state);
        const Card card = find_card(database, document);
        // Nothing was ordered that would stay open.
        CHECK_FALSE(database.row("life_open_service", {{":card", card.id}, {":kind", name(Service::pin)}}));
        CHECK_FALSE(database.row("life_open_service", {{":card", card.id}, {":kind", name(Service::certificates)}}));
    });
}

TEST_CASE("term: certificates are not renewed past the end of the card; a PIN may be set anew")
{
    test::on_each_database([](perso::store::Database& database, perso::store::Store& store) {
        LifeOffice office{database, store};
        const std::string document = card_of(office, CardType::adult);
        const Card card = find_card(database, document);
        const auto order = [&](Service service) {
            return error_of([&] { order_service(database, document, service, "keo", office.time); });
        };
        office.time = card::start_of(last_day) + 24h - 1s;
        CHECK_FALSE(order(Service::certificates));
        office.time += 1s;
        CHECK(order(Service::certificates) == Errc::document_expired);
        // Ordered in time, but the day passed.
        CHECK(error_of([&] { begin_service(database, card, Service::certificates, "noy", office.time); }) ==
              Errc::document_expired);
        CHECK_FALSE(order(Service::pin));
    });
}
