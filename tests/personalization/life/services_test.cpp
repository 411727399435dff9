// SPDX-License-Identifier: Apache-2.0
// Services: who began one last has it, and nobody who began it before writes anything more.
#include "life/services.hpp"

#include "each_database.hpp"
#include "life_office.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace perso::life;
using card::Errc;
using test::error_of;

namespace {

struct Counter {
    test::ADatabase place{test::life_start};
    std::unique_ptr<store::Database> database = place.open();
    store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    test::LifeOffice office{*database, store};
    Card card = find_card(*database, office.delivered("A-1", "1"));

    void order(Service service) { order_service(*database, card.document_number, service, "keo", office.time); }

    OpenService begin(Service service, const std::string& person)
    {
        return begin_service(*database, card, service, person, office.time);
    }
};

} // namespace

TEST_CASE("services: begun anew by another, the first one ends nothing")
{
    Counter at;
    at.order(Service::pin);
    const auto first = at.begin(Service::pin, "noy");
    CHECK_FALSE(error_of([&] { require_turn(*at.database, at.card, first); }));
    const auto second = at.begin(Service::pin, "dao");
    CHECK(second.number == first.number);
    CHECK(second.turn > first.turn);
    CHECK(error_of([&] { require_turn(*at.database, at.card, first); }) == Errc::lease_lost);
    CHECK(error_of([&] { end_pin_service(*at.database, at.card, first, "noy", at.office.time); }) == Errc::lease_lost);
    CHECK_FALSE(error_of([&] { require_turn(*at.database, at.card, second); }));
    end_pin_service(*at.database, at.card, second, "dao", at.office.time);
    CHECK(error_of([&] { end_pin_service(*at.database, at.card, second, "dao", at.office.time); }) == Errc::lease_lost);
}

TEST_CASE("services: begun anew by another, the first one makes and ends no certificates")
{
    Counter at;
    at.order(Service::certificates);
    const auto first = at.begin(Service::certificates, "noy");
    const auto second = at.begin(Service::certificates, "noy"); // a process of its own, whoever sits before it
    const auto record = [&](const OpenService& service, const Certificates& made) {
        record_renewed(*at.database, test::software_seal(), at.card, service, made, "noy", at.office.time);
    };
    CHECK(error_of([&] { record(first, {{"9A", card::Bytes{0x30, 0x00}}}); }) == Errc::lease_lost);
    CHECK(renewed(*at.database, test::software_seal(), at.card, first.number).empty());
    CHECK(error_of([&] { end_renewal(*at.database, at.card, first, "noy", at.office.time); }) == Errc::lease_lost);
    record(second, {});
    end_renewal(*at.database, at.card, second, "noy", at.office.time);
    CHECK(error_of([&] { record(second, {}); }) == Errc::lease_lost);
}

TEST_CASE("services: each beginning is a turn of its own, even for who writes SQL")
{
    Counter at;
    at.order(Service::pin);
    CHECK_THROWS(at.place.sql("UPDATE card_service SET turn = 1"));
    CHECK_THROWS(at.place.sql("UPDATE card_service SET state = 'begun', done_by = 'dao'"));
    at.begin(Service::pin, "dao");
    CHECK_THROWS(at.place.sql("UPDATE card_service SET done_by = 'noy'"));
    CHECK_THROWS(at.place.sql("UPDATE card_service SET turn = 0"));
    CHECK_THROWS(at.place.sql("UPDATE card_service SET turn = 3"));
    CHECK_THROWS(at.place.sql("UPDATE card_service SET turn = 2, state = 'done', ended_at = 1"));
    at.begin(Service::pin, "noy");
}

TEST_CASE("services: an order is taken back until somebody begins, and may be given anew")
{
    Counter at;
    const auto cancel = [&](Service service) {
        return error_of([&] { cancel_service(*at.database, at.card.document_number, service, "keo", at.office.time); });
    };
    CHECK(cancel(Service::pin) == Errc::card_state); // nobody ordered it
    at.order(Service::pin);
    CHECK(cancel(Service::certificates) == Errc::card_state); // that is another one
    CHECK_FALSE(cancel(Service::pin));
    CHECK(at.database->rows("audit_entries", {{":after", std::int64_t{0}}, {":limit", std::int64_t{1000}}})
              .back()
              .text(2) == "service cancelled");
    CHECK(error_of([&] { at.begin(Service::pin, "noy"); }) == Errc::card_state);
    CHECK(cancel(Service::pin) == Errc::card_state);
    CHECK_THROWS(at.place.sql("UPDATE card_service SET state = 'ordered', ended_at = NULL"));
    at.order(Service::pin);
    const auto begun = at.begin(Service::pin, "noy");
    CHECK(begun.number == 2);
    CHECK(cancel(Service::pin) == Errc::card_state); // the card may have been changed
    end_pin_service(*at.database, at.card, begun, "noy", at.office.time);
}
