// SPDX-License-Identifier: Apache-2.0
// Every state and every event: what the table says is what happens, and all else is refused in its words.
#include "each_database.hpp"
#include "life_office.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <vector>

using namespace perso::life;
using card::Errc;
using card::trust::CardRevocation;
using test::error_of;
using test::LifeOffice;

namespace {

/// A card of the citizen 1 in that state.
std::string card_in(LifeOffice& office, State state)
{
    const std::string document = office.made("A-1", "1");
    if (state == State::made)
        return document;
    if (state == State::spoilt) {
        office.order(document, Reason::misprint, "B-1");
        return document;
    }
    if (state == State::failed) {
        fail_check(office.database, document, "dao", office.time);
        return document;
    }
    office.deliver(document);
    switch (state) {
    case State::suspended:
        office.report(document);
        break;
    case State::returned:
        office.order(document, Reason::damaged, "B-1", true);
        break;
    case State::lost:
        office.lose(document);
        break;
    case State::stolen:
        office.lose(document, CardRevocation::stolen);
        break;
    case State::withdrawn:
        office.withdraw(document);
        break;
    case State::replaced:
        office.order(document, Reason::address, "B-1");
        office.deliver(office.made("B-1", "1"), Surrender::taken_in);
        break;
    default:
        break;
    }
    return document;
}

/// Those of an order whose reason fits a card in that state.
Reason reason_for(State state)
{
    return state == State::lost ? Reason::lost : state == State::stolen ? Reason::stolen : Reason::damaged;
}

/// Does it, as the commands do.
void perform(LifeOffice& office, const std::string& document, State state, Event event)
{
    auto& database = office.database;
    auto& store = office.store;
    const card::Time time = office.time;
    switch (event) {
    case Event::deliver:
        return office.deliver(document);
    case Event::report:
        return report_lost(database, store, document, CardRevocation::lost, "", "noy", time);
    case Event::suspend:
        return suspend(database, document, "", "noy", time);
    case Event::fail_check:
        return fail_check(database, document, "dao", time);
    case Event::found:
        return found(database, document, "keo", time);
    case Event::order_replacement:
        return office.order(document, reason_for(state), "B-1");
    case Event::order_reprint:
        return office.order(document, Reason::misprint, "B-1");
    case Event::take_in:
        return office.order(document, reason_for(state), "B-1", true);
    case Event::succeed:
    case Event::succeed_missing:
        break; // an event of two cards: replacements_test.cpp
    case Event::confirm_lost:
        return office.lose(document);
    case Event::confirm_stolen:
        return office.lose(document, CardRevocation::stolen);
    case Event::withdraw:
        return office.withdraw(document);
    case Event::reset_pin:
        return order_service(database, document, Service::pin, "keo", time);
    case Event::renew:
        return order_service(database, document, Service::certificates, "keo", time);
    }
}

/// What the list says of a card in a state.
std::optional<CardRevocation> listed_as(State state)
{
    switch (state) {
    case State::spoilt:
    case State::failed:
    case State::suspended:
    case State::lost:
        return CardRevocation::lost;
    case State::stolen:
        return CardRevocation::stolen;
    case State::replaced:
        return CardRevocation::replaced;
    case State::withdrawn:
        return CardRevocation::withdrawn;
    default:
        return std::nullopt;
    }
}

/// What the list says after a row, of what it said before.
std::optional<CardRevocation> listed_after(const Transition& row, std::optional<CardRevocation> before)
{
    switch (row.lists) {
    case Lists::stay:
        return before;
    case Lists::hold:
        return CardRevocation::lost;
    case Lists::release:
        return std::nullopt;
    case Lists::revoke:
        break;
    }
    return card::trust::card_revocation_named(name(row.to));
}

void check_cell(perso::store::Database& database, perso::store::Store& store, State state, Event event)
{
    LifeOffice office{database, store, std::string{name(state)} + "/" + std::string{name(event)} + "/"};
    const std::string document = card_in(office, state);
    CAPTURE(name(state));
    CAPTURE(name(event));
    REQUIRE(office.state(document) == state);
    CHECK(office.listed(document) == listed_as(state));
    const auto row = transition(state, event);
    if (row) {
        CHECK_NOTHROW(perform(office, document, state, event));
        CHECK(office.state(document) == row->to);
        CHECK(office.listed(document) == listed_after(*row, listed_as(state)));
        CHECK(office.listed(document) == listed_as(row->to));
    } else {
        // Taking in is part of an order, which may be out of order first.
        const auto order = transition(state, Event::order_replacement);
        const Event first = event == Event::take_in && !order ? Event::order_replacement : event;
        CHECK(error_of([&] { perform(office, document, state, event); }) == refusal(state, first));
        CHECK(office.state(document) == state);
        CHECK(office.listed(document) == listed_as(state));
    }
}

/// The same by one person, after whom else it takes; of the events that not everybody of the role may do.
void perform_by(LifeOffice& office, const std::string& document, Event event, const std::string& person)
{
    auto& database = office.database;
    const card::Time time = office.time;
    const auto confirm = [&](CardRevocation reason) {
        office.store.request_revocation(document, reason, "", "noy", time);
        if (reason == CardRevocation::withdrawn)
            office.store.confirm_revocation(document, reason, person, time);
        else
            confirm_lost(database, office.store, document, reason, person, time);
    };
    const auto serve = [&](Service service) {
        order_service(database, document, service, "keo", time);
        begin_service(database, find_card(database, document), service, person, time);
    };
    switch (event) {
    case Event::deliver:
        return office.deliver(document, Surrender::nothing_said, person);
    case Event::fail_check:
        return fail_check(database, document, person, time);
    case Event::found:
        return found(database, document, person, time);
    case Event::confirm_lost:
        return confirm(CardRevocation::lost);
    case Event::confirm_stolen:
        return confirm(CardRevocation::stolen);
    case Event::withdraw:
        return confirm(CardRevocation::withdrawn);
    case Event::reset_pin:
        return serve(Service::pin);
    case Event::renew:
        return serve(Service::certificates);
    default:
        break;
    }
}

/// Whom a row keeps away in the office of the tests: noy made the card, and asks for what takes two; keo released it,
/// and orders services.
std::vector<std::string> kept_away(const Transition& row)
{
    switch (row.hands) {
    case Hands::checker:
    case Hands::desk_other:
        return {"noy", "keo"};
    case Hands::approver_other:
        return {"noy"};
    case Hands::approver_lifts:
        return {row.from == State::failed ? "dao" : "noy"}; // who held it back
    case Hands::service:
        return {"keo"};
    case Hands::desk:
    case Hands::desk_successor: // of two cards: replacements_test.cpp
        break;
    }
    return {};
}

bool is_held(State state)
{
    return state == State::spoilt || state == State::failed || state == State::suspended;
}

bool is_of_two_cards(Event event)
{
    return event == Event::succeed || event == Event::succeed_missing;
}

} // namespace

TEST_CASE("life: every state and every event, as the table says")
{
    int cells = 0;
    test::on_each_database([&](perso::store::Database& database, perso::store::Store& store) {
        cells = 0;
        for (const State state : all_states)
            for (const Event event : all_events)
                if (!is_of_two_cards(event)) {
                    check_cell(database, store, state, event);
                    ++cells;
                }
    });
    CHECK(cells == 10 * 13);
}

TEST_CASE("life: whom a row of the table keeps away is refused, and nothing changes")
{
    int refused = 0;
    test::on_each_database([&](perso::store::Database& database, perso::store::Store& store) {
        for (const Transition& row : transitions)
            for (const std::string& person : kept_away(row)) {
                LifeOffice office{database, store, fmt::format("{}/{}/{}/", name(row.from), name(row.event), person)};
                const std::string document = card_in(office, row.from);
                CAPTURE(name(row.from));
                CAPTURE(name(row.event));
                CAPTURE(person);
                const auto error = error_of([&] { perform_by(office, document, row.event, person); });
                CHECK((error == Errc::role_excluded || error == Errc::same_person));
                CHECK(office.state(document) == row.from);
                CHECK_NOTHROW(perform_by(office, document, row.event, "bee"));
                CHECK(office.state(document) == row.to);
                ++refused;
            }
    });
    CHECK(refused == 38);
}

TEST_CASE("life: each event is of one role, as the commands ask for it")
{
    using perso::Role;
    for (const Transition& row : transitions) {
        CAPTURE(name(row.event));
        CHECK(rule(row.hands).role == role_of(row.event));
    }
    for (std::size_t i = 0; i < hands_rules.size(); ++i)
        CHECK(static_cast<std::size_t>(hands_rules[i].hands) == i);
    for (const Event event :
        {Event::deliver, Event::report, Event::suspend, Event::order_replacement, Event::order_reprint, Event::take_in,
            Event::succeed, Event::succeed_missing, Event::reset_pin, Event::renew})
        CHECK(role_of(event) == Role::operator_);
    for (const Event event : {Event::found, Event::confirm_lost, Event::confirm_stolen, Event::withdraw})
        CHECK(role_of(event) == Role::approver);
    CHECK(role_of(Event::fail_check) == Role::quality_control);
}

TEST_CASE("life: what is final stays so, and no row of the table stands twice")
{
    for (const Transition& row : transitions) {
        CHECK((!is_final(row.from) || row.to == row.from));
        CHECK((row.lists == Lists::revoke) == (is_final(row.to) && !is_final(row.from)));
        CHECK((row.lists == Lists::hold) == is_held(row.to));
        int same = 0;
        for (const Transition& other : transitions)
            same += other.from == row.from && other.event == row.event;
        CHECK(same == 1);
    }
    for (const State state : all_states)
        CHECK(parse_state(name(state)) == state);
    for (const ReasonRule& row : reasons)
        CHECK(&rule(row.reason) == &row);
    CHECK(!parse_state("eaten"));
    CHECK(!parse_reason("eaten"));
}
