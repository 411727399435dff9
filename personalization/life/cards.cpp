// SPDX-License-Identifier: Apache-2.0
#include "life/cards.hpp"

#include "card/base/error.hpp"
#include "people/acts.hpp"
#include "store/standing.hpp"

namespace perso::life {

using card::Errc;

namespace {

State state_of(const store::Row& row)
{
    const auto known = parse_state(store::state_of(
        {.revoked = !row.is_null(6), .reason = row.text(7), .own = row.text(5), .held = row.number(14) != 0}));
    card::require(known.has_value(), Errc::store_failed, "store", "a state that this version does not know");
    return *known;
}

} // namespace

void refuse(Errc code, std::string_view sentence, std::string field)
{
    throw card::Error{code, card::Step{"life of a card"}, sentence}.with_field(std::move(field));
}

Card card_by_id(store::Database& database, std::int64_t id)
{
    const auto row = database.row("life_card", {{":card", id}});
    card::require(row.has_value(), Errc::internal, "life of a card", "no such row");
    if (row->text(4) != "live")
        refuse(Errc::card_not_made, "this card was not finished", row->text(1));
    Card card{.id = id,
        .document_number = row->text(1),
        .application = row->text(2),
        .citizen = row->number(3),
        .state = state_of(*row),
        .made_by = row->text(8),
        .released_by = row->text(13),
        .replaces = row->is_null(9) ? std::nullopt : std::optional{row->number(9)},
        .citizen_ca = static_cast<unsigned>(row->number(10))};
    card.kdd = row->fixed<store::kdd_size>(11);
    card.guid = row->fixed<store::guid_size>(12);
    return card;
}

Card find_card(store::Database& database, const std::string& document_number)
{
    const auto row = database.row("life_card_of_document", {{":document_number", document_number}});
    if (!row)
        refuse(Errc::document_unknown, "no card has this document number", document_number);
    return card_by_id(database, row->number(0));
}

Card card_of_chip(store::Database& database, const store::Kdd& kdd)
{
    const auto row = database.row("life_card_of_chip", {{":kdd", kdd}});
    card::require(row.has_value(), Errc::card_unknown, "recognise the card", "this office made no card of this chip");
    return card_by_id(database, row->number(0));
}

Transition require(const Card& card, Event event)
{
    if (const auto row = transition(card.state, event))
        return *row;
    refuse(refusal(card.state, event), name(event), card.document_number + " (" + std::string{name(card.state)} + ")");
}

void require_hands(store::Database& database, const Card& card, const Transition& row, std::string_view person)
{
    if (const auto act = rule(row.hands).act)
        people::require_may(database, {card.application, card.id}, *act, person);
}

void require_revocable(store::Database& database, const std::string& document_number, std::string_view reason)
{
    if (reason != name(State::replaced))
        return;
    const Card card = find_card(database, document_number);
    if (card.state != State::spoilt)
        refuse(is_final(card.state) ? Errc::revoked_already : Errc::replacement_missing,
            "a card is replaced when its replacement is handed over", document_number);
}

} // namespace perso::life
