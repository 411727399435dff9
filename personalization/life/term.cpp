// SPDX-License-Identifier: Apache-2.0
#include "life/term.hpp"

#include "card/base/error.hpp"
#include "database/seconds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::life {

using card::Errc;

namespace {

constexpr std::string_view slot_with_pin = "9A";

[[noreturn]] void refuse_early(const Card& card, const CardTerm& term)
{
    refuse(Errc::card_state, "the card has not run out",
        fmt::format("{} (good until {})", card.document_number, card::to_text(term.last_day)));
}

} // namespace

void record_term(store::Database& database, std::int64_t card, const CardTerm& term)
{
    database.execute("term_add", {{":card", card}, {":type", static_cast<std::int64_t>(term.type)},
                                     {":last_day", store::seconds(card::start_of(term.last_day))}});
}

std::optional<CardTerm> term_of(store::Database& database, const Card& card)
{
    const auto row = database.row("term_of_card", {{":card", card.id}});
    if (!row)
        return std::nullopt;
    return CardTerm{static_cast<CardType>(row->number(0)), card::day_of(row->time(1))};
}

void require_due(store::Database& database, const Card& card, Reason reason, card::Time now)
{
    if (reason != Reason::expired && reason != Reason::age)
        return;
    const auto term = term_of(database, card);
    if (!term)
        return;
    if (reason == Reason::age && has_pin(term->type))
        refuse(Errc::card_state, "no child grows out of this card", card.document_number + " (no child's card)");
    if (now < card::start_of(term->last_day) - renewal_window)
        refuse_early(card, *term);
}

void require_servable(store::Database& database, const Card& card, Service service, card::Time now)
{
    const auto slots = database.rows("term_slots_of_card", {{":card", card.id}});
    if (service == Service::pin) {
        if (std::ranges::none_of(slots, [](const store::Row& row) { return row.text(0) == slot_with_pin; }))
            refuse(Errc::pin_absent, "a child's card has no PIN", card.document_number);
        return;
    }
    if (slots.empty())
        refuse(Errc::card_state, "this card has no certificates", card.document_number + " (no certificates)");
    const auto term = term_of(database, card);
    if (term && card::day_of(now) > term->last_day)
        refuse(Errc::document_expired, "its certificates end with the card", card.document_number);
}

} // namespace perso::life
