// SPDX-License-Identifier: Apache-2.0
#include "life/holds.hpp"

#include "card/base/error.hpp"
#include "journal/events.hpp"
#include "life/record.hpp"
#include "people/acts.hpp"

namespace perso::life {

using card::Errc;
using card::trust::CardRevocation;

namespace {

void require_loss(CardRevocation reason)
{
    card::require(reason == CardRevocation::lost || reason == CardRevocation::stolen, Errc::usage, "report a card",
        "neither lost nor stolen");
}

/// Every certificate that a program may still find good, those of a renewal that broke off among them.
void hold_certificates(store::Database& database, const Card& card, std::int64_t round)
{
    for (const store::Row& row : database.rows("life_all_certificates", {{":card", card.id}})) {
        const card::Bytes serial_number = row.bytes(0);
        database.execute("life_hold_certificate",
            {{":card", card.id}, {":round", round}, {":citizen_ca", std::int64_t{card.citizen_ca}},
                {":serial_number", serial_number}, {":not_after", row.number(1)}});
    }
}

} // namespace

void hold(store::Database& database, const Card& card, const Transition& row, const std::string& reference,
    const std::string& person, card::Time now)
{
    if (row.lists != Lists::hold || database.row("life_open_hold", {{":card", card.id}}))
        return;
    const auto round = database.row(
        "life_hold", {{":card", card.id}, {":person", person}, {":at", seconds(now)}, {":reference", reference}});
    hold_certificates(database, card, round.value().number(0));
    if (row.to == State::suspended) // cards in the office are kept otherwise
        set_state(database, card, row.to, now);
}

void report_lost(store::Database& database, store::Store& store, const std::string& document_number,
    CardRevocation reason, const std::string& reference, const std::string& person, card::Time now)
{
    require_loss(reason);
    database.change([&] {
        const Card card = find_card(database, document_number);
        hold(database, card, require(card, Event::report), reference, person, now);
        store.request_revocation(document_number, reason, reference, person, now);
        note(database, card, audit::events::reported, person, name(reason), now);
    });
}

void confirm_lost(store::Database& database, store::Store& store, const std::string& document_number,
    CardRevocation reason, const std::string& person, card::Time now)
{
    require_loss(reason);
    database.change([&] {
        const Card card = find_card(database, document_number);
        require(card, reason == CardRevocation::lost ? Event::confirm_lost : Event::confirm_stolen);
        store.confirm_revocation(document_number, reason, person, now);
    });
}

void suspend(store::Database& database, const std::string& document_number, const std::string& reference,
    const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        hold(database, card, require(card, Event::suspend), reference, person, now);
        note(database, card, audit::events::suspended, person, document_number, now);
    });
}

void fail_check(
    store::Database& database, const std::string& document_number, const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        const Transition row = require(card, Event::fail_check);
        require_hands(database, card, row, person);
        hold(database, card, row, "check", person, now);
        people::record_act(database, {card.application, card.id}, people::Act::check_failed, person, now);
        note(database, card, audit::events::check_failed, person, document_number, now);
    });
}

void found(store::Database& database, const std::string& document_number, const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        const Transition row = require(card, Event::found);
        const auto open = database.row("life_open_hold", {{":card", card.id}});
        card::require(open.has_value(), Errc::store_failed, "store", "a suspended card without a hold");
        if (open->text(1) == person)
            refuse(Errc::same_person, "who held a card back does not release it", document_number);
        database.execute("life_drop_request", {{":card", card.id}});
        database.execute("life_lift", {{":card", card.id}, {":person", person}, {":at", seconds(now)}});
        if (row.to == State::delivered)
            set_state(database, card, row.to, now);
        note(database, card, audit::events::found, person, document_number, now);
    });
}

} // namespace perso::life
