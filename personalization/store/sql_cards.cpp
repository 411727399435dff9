// SPDX-License-Identifier: Apache-2.0
// Cards: what is allotted, each step between intent and outcome, and how an attempt ends.
#include "base/uniform.hpp"
#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "database/sql/refuse.hpp"
#include "journal/events.hpp"
#include "stock/use.hpp"
#include "store/sql_store.hpp"

#include <fmt/format.h>

namespace perso::store {

using card::Errc;

namespace {

constexpr std::int64_t last_document_number = 9'999'999;
constexpr int most_draws = 24; ///< of an index that may be taken, before all free ones are counted

} // namespace

Allotment SqlStore::claim(const Claim& claim, card::Time now)
{
    return change(now, [&] {
        const People people = this->people(claim.application);
        if (people.state != JobState::approved)
            refuse(Errc::job_state, "only an approved application gets a card", claim.application);
        if (people.approved_by == claim.operator_)
            refuse(Errc::same_person, "who approved a record does not make its card", claim.application);
        require_lease(claim.application);
        require_free_chip(claim.kdd);
        stock::require_usable(database_, claim.kdd, claim.operator_);

        Allotment allotment{.document_number = next_document_number(),
            .status_index = draw_status_index(now),
            .citizen_ca = next_citizen_ca(now)};
        allotment.card = database_.number("add_card",
            {{":application", claim.application}, {":citizen", people.citizen},
                {":document_number", allotment.document_number},
                {":status_index", std::int64_t{allotment.status_index}},
                {":citizen_ca", std::int64_t{allotment.citizen_ca}}, {":guid", claim.guid}, {":kdd", claim.kdd},
                {":operator", claim.operator_}, {":approved_by", people.approved_by}, {":at", seconds(now)}});
        set_job_state(claim.application, JobState::encoding, now);
        const auto holder = database_.row("holder_id", {{":citizen", people.citizen}});
        card::require(holder.has_value(), Errc::store_failed, "store", "a citizen is missing");
        allotment.holder_id = holder->text(0);
        note(now, {.event = audit::events::claim,
                      .card = allotment.card,
                      .application = claim.application,
                      .person = claim.operator_,
                      .detail = fmt::format("{} on chip {}", allotment.document_number, card::to_hex(claim.kdd))});
        stock::use(database_, claim.kdd, claim.application, allotment.card, now);
        return allotment;
    });
}

void SqlStore::intend(std::int64_t card, std::string_view step, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (last && last->open)
            refuse(Errc::job_state, "no step begins before the outcome of the last is known", application);
        note(now, {.event = audit::events::intent, .card = card, .application = application, .detail = step});
    });
}

void SqlStore::conclude(std::int64_t card, std::string_view step, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (!last || !last->open || last->step != step)
            refuse(Errc::job_state, "an outcome without its intent");
        note(now, {.event = audit::events::outcome, .card = card, .application = application, .detail = step});
    });
}

void SqlStore::record_key(std::int64_t card, const CardKey& key, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const card::ByteView hash = key.hash;
        const std::string_view slot = key.slot;
        if (!key.certificate) {
            if (database_.execute("add_key", {{":hash", hash}, {":card", card}, {":slot", slot}}) == 0)
                refuse(Errc::key_rejected, "this public key is on a card of this office already", key.slot);
            return note(now, {.event = audit::events::key, .card = card, .application = application, .detail = slot});
        }
        const CertificateTrace& trace = *key.certificate;
        if (database_.execute(
                "certify_key", {{":hash", hash}, {":card", card}, {":slot", slot}, {":certificate_hash", trace.hash},
                                   {":serial_number", trace.serial_number}, {":not_after", seconds(trace.not_after)},
                                   {":public_key", key.public_key}}) == 0)
            refuse(Errc::key_rejected, "this card did not prove this public key", key.slot);
        note(now, {.event = audit::events::certificate, .card = card, .application = application, .detail = slot});
    });
}

void SqlStore::issued(std::int64_t card, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (!last || last->open)
            refuse(Errc::job_state, "a card with a step of unknown outcome is not issued", application);
        const Outcome& good = outcome_of(Ending::good);
        database_.execute("conclude_card",
            {{":state", good.card}, {":reason", nullptr}, {":step", nullptr}, {":at", seconds(now)}, {":card", card}});
        leave(card, application, good, now);
        end_lease(application);
        note(now, {.event = good.event, .card = card, .application = application});
    });
}

JobState SqlStore::give_up(std::int64_t card, Errc reason, std::string_view step, card::Time now)
{
    return change(now, [&] { return conclude_card(card, application_of(card), reason, step, now); });
}

std::vector<RunOut> SqlStore::give_up_orphans(card::Time now)
{
    return change(now, [&] {
        std::vector<std::pair<std::int64_t, std::string>> orphans;
        for (const Row& row : database_.rows("cards_in_work_unheld"))
            orphans.emplace_back(row.number(0), row.text(1));
        std::vector<RunOut> all;
        for (const auto& [card, application] : orphans) {
            const auto last = last_step(card);
            const JobState state =
                conclude_card(card, application, Errc::outcome_unknown, last ? last->step : "claim", now);
            all.push_back({.application = application, .owner = {}, .state = state});
        }
        return all;
    });
}

void SqlStore::require_free_chip(const Kdd& kdd) const
{
    const auto row = database_.row("chip_state", {{":kdd", kdd}});
    if (!row)
        return;
    if (row->text(0) == "live")
        refuse(Errc::card_not_blank, "this chip was issued before");
    refuse(Errc::outcome_unknown, "an earlier attempt on this chip was not finished: lay the card aside");
}

std::string SqlStore::next_document_number()
{
    const std::int64_t number = database_.number("next_document_number");
    card::require(number <= last_document_number, Errc::store_failed, "store", "all document numbers are given");
    return fmt::format("{}{:07}", number_prefix_, number);
}

std::uint32_t SqlStore::draw_status_index(card::Time now)
{
    const std::int64_t blocks = database_.number("count_blocks");
    for (int draw = 0; blocks > 0 && draw < most_draws; ++draw) {
        const std::int64_t index = (blocks - 1) * status_block_size + std::int64_t{uniform(random_, status_block_size)};
        if (database_.execute("take_free", {{":status_index", index}}) == 1)
            return static_cast<std::uint32_t>(index);
    }
    std::int64_t free = database_.number("count_free"); // the block is almost full, or there is none
    if (free == 0) {
        const std::int64_t block = database_.number("open_block", {{":at", seconds(now)}});
        database_.execute("fill_block", {{":number", block}, {":size", status_block_size}});
        free = status_block_size;
    }
    const auto offset = std::int64_t{uniform(random_, static_cast<std::uint32_t>(free))};
    const std::int64_t index = database_.number("free_at", {{":offset", offset}});
    database_.execute("take_free", {{":status_index", index}});
    return static_cast<std::uint32_t>(index);
}

unsigned SqlStore::next_citizen_ca(card::Time now)
{
    std::int64_t number = database_.number(
        "citizen_ca_in_use", {{":limit", cards_of_citizen_ca}, {":oldest", seconds(now - use_of_citizen_ca)}});
    if (number == 0)
        number = database_.number("open_citizen_ca", {{":at", seconds(now)}});
    database_.execute("count_card_of_citizen_ca", {{":number", number}});
    return static_cast<unsigned>(number);
}

std::string SqlStore::application_of(std::int64_t card) const
{
    const auto row = database_.row("application_in_work", {{":card", card}});
    if (!row)
        refuse(Errc::job_state, "this card is not in work");
    require_lease(row->text(0));
    return row->text(0);
}

std::optional<SqlStore::StepEvent> SqlStore::last_step(std::int64_t card) const
{
    const auto row = database_.row("last_step_event", {{":card", card}});
    if (!row)
        return std::nullopt;
    return StepEvent{row->text(0) == audit::events::intent, row->text(1)};
}

JobState SqlStore::conclude_card(
    std::int64_t card, const std::string& application, Errc reason, std::string_view step, card::Time now)
{
    const Outcome& outcome = outcome_of(last_step(card) ? Ending::written : Ending::unwritten);
    const std::string_view identifier = card::cli::identifier(reason);
    database_.execute("conclude_card",
        {{":state", outcome.card}, {":reason", identifier}, {":step", step}, {":at", seconds(now)}, {":card", card}});
    leave(card, application, outcome, now);
    end_lease(application);
    note(now, {.event = outcome.event,
                  .card = card,
                  .application = application,
                  .detail = fmt::format("{} at {}", identifier, step)});
    return outcome.job;
}

/// The job, and the work on the card, whose memory is forgotten with it.
void SqlStore::leave(std::int64_t card, const std::string& application, const Outcome& outcome, card::Time now)
{
    set_job_state(application, outcome.job, now);
    if (outcome.resumable)
        return;
    database_.execute("units_forget_card", {{":card", card}});
    database_.execute("units_end_of_card", {{":card", card}, {":at", seconds(now)}});
}

} // namespace perso::store
