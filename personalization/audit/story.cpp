// SPDX-License-Identifier: Apache-2.0
#include "audit/story.hpp"

#include "card/base/error.hpp"
#include "store/standing.hpp"

#include <algorithm>

namespace perso::audit {

namespace {

constexpr std::string_view blank_moved = "blank"; ///< a movement of the stock, which is no event of the journal

/// Of an attempt the state of its row; of a finished card, or of one that was revoked as it lay aside, where it stands.
std::string state_of(const store::Row& row)
{
    const bool revoked = !row.is_null(7);
    const std::string attempt = row.text(2);
    if (!revoked && attempt != "live")
        return attempt;
    return store::state_of(
        {.revoked = revoked, .reason = row.text(8), .own = row.text(9), .held = row.number(10) != 0});
}

StoryCard card_of(const store::Row& row)
{
    return {.id = row.number(0),
        .document_number = row.text(1),
        .state = state_of(row),
        .made_by = row.text(3),
        .approved_by = row.text(4),
        .reason = row.text(6),
        .kdd = row.fixed<store::kdd_size>(5)};
}

const StoryCard* find(const std::vector<StoryCard>& cards, std::int64_t id)
{
    const auto found = std::find_if(cards.begin(), cards.end(), [&](const StoryCard& card) { return card.id == id; });
    return found == cards.end() ? nullptr : &*found;
}

void add_entries(Story& story, store::Database& database)
{
    for (const store::Row& row : database.rows("show_entries", {{":application", story.application}})) {
        const StoryCard* card = row.is_null(3) ? nullptr : find(story.cards, row.number(3));
        if (!row.is_null(3) && !card)
            continue; // another attempt
        story.lines.push_back({.at = row.time(1),
            .entry = row.number(0),
            .event = row.text(2),
            .document_number = card ? card->document_number : std::string{},
            .person = row.text(4),
            .detail = row.text(5)});
    }
}

void add_movements(Story& story, store::Database& database, const StoryCard& card)
{
    for (const store::Row& row : database.rows("show_movements", {{":card", card.id}})) {
        std::string detail = row.text(1) + " > " + row.text(2);
        if (const std::string holder = row.text(3); !holder.empty())
            detail += " " + holder;
        story.lines.push_back({.at = row.time(0),
            .entry = 0,
            .event = std::string{blank_moved},
            .document_number = card.document_number,
            .person = row.text(4),
            .detail = std::move(detail)});
    }
}

} // namespace

Story tell(store::Database& database, const std::string& number)
{
    Story story;
    const auto document = database.row("show_card_of_document", {{":number", number}});
    story.application = document ? document->text(1) : number;
    const auto job = database.row("show_job", {{":application", story.application}});
    if (!job)
        throw card::Error{card::Errc::job_unknown, "no such document or application"}.with_field(number);
    story.state = job->text(0);
    for (const store::Row& row : database.rows("show_cards", {{":application", story.application}}))
        if (!document || row.number(0) == document->number(0))
            story.cards.push_back(card_of(row));
    for (const StoryCard& card : story.cards)
        add_movements(story, database, card);
    add_entries(story, database);
    // Of one second, the blank's way comes first: it was handed out before it was used.
    std::stable_sort(
        story.lines.begin(), story.lines.end(), [](const StoryLine& a, const StoryLine& b) { return a.at < b.at; });
    std::int64_t last = 0;
    for (const StoryLine& line : story.lines)
        last = std::max(last, line.entry);
    if (const auto anchor = database.row("show_anchor", {{":entry", last}}))
        story.checkpoint = anchor->number(0);
    return story;
}

} // namespace perso::audit
