// SPDX-License-Identifier: Apache-2.0
// Cards: what is allotted, each step between intent and outcome, and how an attempt ends.
#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "stock/use.hpp"
#include "store/sql/refuse.hpp"
#include "store/sql/sql_store.hpp"
#include "uniform.hpp"

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
        allotment.card = database_.number(
            "add_card", {{":application", std::string_view{claim.application}}, {":citizen", people.citizen},
                            {":document_number", std::string_view{allotment.document_number}},
                            {":status_index", std::int64_t{allotment.status_index}},
                            {":citizen_ca", std::int64_t{allotment.citizen_ca}}, {":guid", card::ByteView{claim.guid}},
                            {":kdd", card::ByteView{claim.kdd}}, {":operator", std::string_view{claim.operator_}},
                            {":approved_by", std::string_view{people.approved_by}}, {":at", seconds(now)}});
        set_job_state(claim.application, JobState::encoding, now);
        const auto holder = database_.row("holder_id", {{":citizen", people.citizen}});
        card::require(holder.has_value(), Errc::store_failed, "store", "a citizen is missing");
        allotment.holder_id = holder->text(0);
        note(now, {.event = "claim",
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
        note(now, {.event = "intent", .card = card, .application = application, .detail = step});
    });
}

void SqlStore::conclude(std::int64_t card, std::string_view step, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (!last || !last->open || last->step != step)
            refuse(Errc::job_state, "an outcome without its intent");
        note(now, {.event = "outcome", .card = card, .application = application, .detail = step});
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
            return note(now, {.event = "key", .card = card, .application = application, .detail = slot});
        }
        const CertificateTrace& trace = *key.certificate;
        if (database_.execute("certify_key",
                {{":hash", hash}, {":card", card}, {":slot", slot}, {":certificate_hash", card::ByteView{trace.hash}},
                    {":serial_number", card::ByteView{trace.serial_number}}, {":not_after", seconds(trace.not_after)},
                    {":public_key", card::ByteView{key.public_key}}}) == 0)
            refuse(Errc::key_rejected, "this card did not prove this public key", key.slot);
        note(now, {.event = "certificate", .card = card, .application = application, .detail = slot});
    });
}

void SqlStore::issued(std::int64_t card, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (!last || last->open)
            refuse(Errc::job_state, "a card with a step of unknown outcome is not issued", application);
        database_.execute("conclude_card", {{":state", std::string_view{"live"}}, {":reason", nullptr},
                                               {":step", nullptr}, {":at", seconds(now)}, {":card", card}});
        set_job_state(application, JobState::issued, now);
        end_lease(application);
        note(now, {.event = "issued", .card = card, .application = application});
    });
}

JobState SqlStore::give_up(std::int64_t card, Errc reason, std::string_view step, card::Time now)
{
    return change(now, [&] { return conclude_card(card, application_of(card), reason, step, now); });
}

std::vector<std::string> SqlStore::give_up_orphans(card::Time now)
{
    return change(now, [&] {
        std::vector<std::pair<std::int64_t, std::string>> orphans;
        for (const Row& row : database_.rows("cards_in_work_unheld"))
            orphans.emplace_back(row.number(0), row.text(1));
        std::vector<std::string> applications;
        for (const auto& [card, application] : orphans) {
            const auto last = last_step(card);
            conclude_card(card, application, Errc::outcome_unknown, last ? last->step : "claim", now);
            applications.push_back(application);
        }
        return applications;
    });
}

void SqlStore::require_free_chip(const Kdd& kdd) const
{
    const auto row = database_.row("chip_state", {{":kdd", card::ByteView{kdd}}});
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
    return StepEvent{row->text(0) == "intent", row->text(1)};
}

JobState SqlStore::conclude_card(
    std::int64_t card, const std::string& application, Errc reason, std::string_view step, card::Time now)
{
    const bool touched = last_step(card).has_value();
    const JobState state = touched ? JobState::quarantined : JobState::approved;
    const std::string_view outcome = touched ? "quarantined" : "void";
    const std::string_view identifier = card::cli::identifier(reason);
    database_.execute("conclude_card",
        {{":state", outcome}, {":reason", identifier}, {":step", step}, {":at", seconds(now)}, {":card", card}});
    set_job_state(application, state, now);
    end_lease(application);
    note(now, {.event = outcome,
                  .card = card,
                  .application = application,
                  .detail = fmt::format("{} at {}", identifier, step)});
    return state;
}

} // namespace perso::store
