// SPDX-License-Identifier: Apache-2.0
#include "people/entered_cards.hpp"

#include "journal/entry_time.hpp"
#include "journal/events.hpp"

#include <fmt/format.h>

namespace perso::people {

EnteredCards::EnteredCards(store::Database& database)
{
    for (const store::Row& row : database.rows("people_staff_cards"))
        by_person_[row.text(0)].push_back({.person = row.text(0),
            .document = row.text(1),
            .entered_by = row.text(2),
            .entered = row.time(3),
            .of_its_key = row.number(4) != 0});
}

EnteredCard EnteredCards::take(const audit::Entry& entry)
{
    if (entry.event != audit::events::staff_add && entry.event != audit::events::staff_card)
        return {};
    const auto cards = by_person_.find(entry.detail.substr(0, entry.detail.find(' ')));
    if (cards == by_person_.end() || cards->second.empty())
        return {};
    EnteredCard card = std::move(cards->second.front());
    cards->second.pop_front();
    return card;
}

std::string fault_of(const EnteredCard& card, const audit::Entry& entry, const SignedActs& acts)
{
    const std::string_view request = entry.event == audit::events::staff_add ? "staff-add" : "staff-card";
    if (card.entered_by == entry.person)
        return fmt::format("the staff card of {} was requested and confirmed by {}", card.person, entry.person);
    if (!acts.has_said(card.entered_by, request, card.person, decided("document", card.document)))
        return fmt::format("the staff card of {} is not signed by {}", card.person, card.entered_by);
    if (!audit::may_tell_of(entry, card.entered))
        return fmt::format("the staff card of {} has another time than entry {}", card.person, entry.number);
    if (!card.of_its_key)
        return fmt::format("the staff card of {} has another key than {}", card.person, card.document);
    return {};
}

} // namespace perso::people
