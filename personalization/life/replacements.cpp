// SPDX-License-Identifier: Apache-2.0
#include "life/replacements.hpp"

#include "card/base/error.hpp"
#include "card/trust/status_list.hpp"
#include "journal/events.hpp"
#include "life/holds.hpp"
#include "life/record.hpp"
#include "life/term.hpp"
#include "people/acts.hpp"

namespace perso::life {

using card::Errc;
using card::trust::CardRevocation;

namespace {

/// Whose place the new card takes, and why.
struct Place {
    std::int64_t card = 0;
    Reason reason{};
};

struct Ordered {
    std::int64_t card = 0;
    Reason reason{};
    std::string person;
};

std::optional<Ordered> order_of(store::Database& database, const std::string& application)
{
    const auto row = database.row("life_order_of_application", {{":application", application}});
    if (!row)
        return std::nullopt;
    const auto reason = parse_reason(row->text(1));
    card::require(reason.has_value(), Errc::store_failed, "store", "a reason that this version does not know");
    return Ordered{row->number(0), *reason, row->text(2)};
}

/// An application that may still get a card, of this citizen.
void require_fits(store::Database& database, const Card& card, const std::string& application)
{
    const auto job = database.row("life_job_of_order", {{":application", application}});
    if (!job)
        return;
    const std::string state = job->text(1);
    if (job->number(0) != card.citizen || state == "issued" || state == "encoding" || state == "quarantined")
        refuse(Errc::job_state, "not an application for another card of this citizen", application);
}

/// Nothing comes of an order whose application was never imported or was withdrawn, or whose card was revoked.
void cancel_dead_orders(store::Database& database, const Card& card, const std::string& application, card::Time now)
{
    for (const store::Row& row : database.rows("life_orders_of_card", {{":card", card.id}})) {
        const std::string other = row.text(0), state = row.text(1);
        const bool dead = state.empty() || state == "withdrawn" || (state == "issued" && row.number(2) == 0);
        if (other != application && !dead)
            refuse(Errc::job_state, "an earlier order is in work", other);
        if (other != application)
            database.execute("life_cancel_order", {{":application", other}, {":at", seconds(now)}});
    }
}

void write_order(store::Database& database, const Place& place, const Order& order, card::Time now)
{
    if (const auto before = order_of(database, order.application)) {
        if (before->card != place.card || before->reason != place.reason)
            refuse(Errc::job_state, "this application was ordered for another reason", order.application);
        return;
    }
    database.execute(
        "life_order", {{":application", order.application}, {":card", place.card}, {":reason", rule(place.reason).name},
                          {":person", order.person}, {":at", seconds(now)}});
}

/// The card stays in the office, on hold at once; a second person confirms that it is not valid.
Place keep_misprinted(
    store::Database& database, store::Store& store, const Card& card, const Order& order, card::Time now)
{
    database.execute("life_begin", {{":card", card.id}, {":state", name(State::spoilt)}, {":at", seconds(now)}});
    hold(database, card, require(card, Event::order_reprint), "misprint", order.person, now);
    store.request_revocation(card.document_number, CardRevocation::replaced, "", order.person, now);
    const auto before = order_of(database, card.application);
    if (!card.replaces || !before || is_final(card_by_id(database, *card.replaces).state))
        return {card.id, Reason::misprint};
    database.execute("life_cancel_order", {{":application", card.application}, {":at", seconds(now)}});
    return {before->card, before->reason};
}

void require_reason_fits(const Card& card, Reason reason)
{
    const bool gone = is_final(card.state);
    const bool fits = rule(reason).old_card == OldCard::revoked ? name(card.state) == rule(reason).name : !gone;
    if (!fits)
        refuse(Errc::card_state, "the reason does not fit the card",
            card.document_number + " (" + std::string{name(card.state)} + ")");
}

/// How a card ends whose replacement is handed over, or why that cannot be.
Event end_of(const Card& before, const Ordered& order, Surrender surrender)
{
    if (before.state == State::returned || before.state == State::spoilt || surrender == Surrender::taken_in)
        return Event::succeed;
    if (surrender == Surrender::nothing_said || rule(order.reason).old_card == OldCard::back)
        refuse(Errc::card_state, "the card before was not taken in", before.document_number);
    return Event::succeed_missing;
}

void end_card_before(store::Database& database, store::Store& store, const Card& card, Surrender surrender,
    const std::string& person, card::Time now)
{
    const auto before = card_before(database, card);
    if (!before)
        return;
    const auto order = order_of(database, card.application);
    card::require(order.has_value(), Errc::store_failed, "store", "a replacement without its order");
    const Transition row = require(*before, end_of(*before, *order, surrender));
    const CardRevocation reason = row.to == State::replaced ? CardRevocation::replaced : CardRevocation::lost;
    store.request_revocation(before->document_number, reason, "", order->person, now);
    store.confirm_revocation(before->document_number, reason, person, now);
    note(database, *before, audit::events::succeeded, person, card.document_number, now);
}

/// As a person found it the last time, with what its holder has: the command `check`.
void require_good(store::Database& database, const Card& card)
{
    std::optional<people::Act> last;
    for (const people::DoneAct& done : people::acts(database, {card.application, card.id}))
        if (done.card == card.id && (done.act == people::Act::checked || done.act == people::Act::check_failed))
            last = done.act;
    if (!last)
        refuse(Errc::card_state, "nobody found the card good yet", card.document_number + " (not checked)");
    if (last == people::Act::check_failed)
        refuse(Errc::card_state, "the last check found it bad", card.document_number + " (to be checked anew)");
}

/// To the holder who brought it.
void give_back(store::Database& database, const Card& card, card::Time now)
{
    for (const store::Row& row : database.rows("life_orders_of_card", {{":card", card.id}}))
        if (row.number(2) > 0)
            refuse(Errc::card_state, "its replacement is made already", row.text(0));
    set_state(database, card, State::delivered, now);
}

} // namespace

std::optional<Card> card_before(store::Database& database, const Card& card)
{
    if (!card.replaces)
        return std::nullopt;
    Card before = card_by_id(database, *card.replaces);
    return is_final(before.state) ? std::nullopt : std::optional{std::move(before)};
}

void order_replacement(store::Database& database, store::Store& store, const Order& order, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, order.document_number);
        const bool misprint = order.reason == Reason::misprint;
        require(card, event_of(order.reason));
        require_reason_fits(card, order.reason);
        require_due(database, card, order.reason, now);
        require_fits(database, card, order.application);
        cancel_dead_orders(database, card, order.application, now);
        if (order.taken_in) {
            require(card, Event::take_in);
            set_state(database, card, State::returned, now);
        }
        write_order(database,
            misprint ? keep_misprinted(database, store, card, order, now) : Place{card.id, order.reason}, order, now);
        note(database, card, audit::events::replacement_ordered, order.person,
            std::string{rule(order.reason).name} + " by " + order.application, now);
    });
}

void deliver(store::Database& database, store::Store& store, const std::string& document_number, Surrender before,
    const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        require_hands(database, card, require(card, Event::deliver), person);
        require_good(database, card);
        if (card.state == State::returned) {
            give_back(database, card, now);
        } else {
            end_card_before(database, store, card, before, person, now);
            database.execute("life_set_delivered", {{":card", card.id}, {":at", seconds(now)}});
            database.execute(
                "life_begin", {{":card", card.id}, {":state", name(State::delivered)}, {":at", seconds(now)}});
        }
        people::record_act(database, {card.application, card.id}, people::Act::delivered, person, now);
        note(database, card, audit::events::delivered, person, document_number, now);
    });
}

} // namespace perso::life
