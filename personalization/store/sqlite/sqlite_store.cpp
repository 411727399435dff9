// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite_store.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "uniform.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace perso::store {

using card::Errc;

namespace {

constexpr std::int64_t block_size = 65'536;
constexpr std::int64_t last_document_number = 9'999'999;

[[noreturn]] void refuse(Errc code, std::string_view sentence, std::string field = {})
{
    throw card::Error{code, card::Step{"store"}, sentence}.with_field(std::move(field));
}

std::int64_t seconds(card::Time time)
{
    return time.time_since_epoch().count();
}

JobState state_of(const std::string& text)
{
    const auto state = parse_job_state(text);
    card::require(state.has_value(), Errc::store_failed, "store", "a state that this version does not know");
    return *state;
}

} // namespace

SqliteStore::SqliteStore(const std::filesystem::path& file, std::string number_prefix,
    card::crypto::RandomSource& random, card::Time now, Missing missing)
    : connection_{file, now, missing}, number_prefix_{std::move(number_prefix)}, random_{random}
{
}

template <typename Body>
auto SqliteStore::change(card::Time now, Body&& body)
{
    return guarded([&] {
        SQLite::Transaction transaction{connection_.database(), SQLite::TransactionBehavior::IMMEDIATE};
        card::require(now >= last_entry(), Errc::clock_wrong, "store", "the clock is behind the last entry");
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            transaction.commit();
        } else {
            auto result = body();
            transaction.commit();
            return result;
        }
    });
}

void SqliteStore::note(
    card::Time now, std::optional<std::int64_t> card, std::string_view event, std::string_view detail)
{
    connection_.execute("append_journal", {{":at", seconds(now)}, {":card", card ? Value{*card} : Value{nullptr}},
                                              {":event", event}, {":detail", detail}});
}

Imported SqliteStore::import(const Application& application, const std::string& person, card::Time now)
{
    return change(now, [&] {
        auto same = connection_.prepare("same_content",
            {{":application", std::string_view{application.number}}, {":record", std::string_view{application.record}},
                {":photograph", card::ByteView{application.photograph}}});
        if (same.executeStep()) {
            if (same.getColumn(0).getInt() == 0)
                refuse(Errc::record_duplicate, "this application was imported before with other content",
                    application.number);
            return Imported::unchanged;
        }
        const std::int64_t holder = citizen(application.personal_number);
        if (connection_.number("citizen_is_served", {{":citizen", holder}}) != 0)
            refuse(Errc::record_rejected, "this citizen has an open application or a live card", "personal_number");
        connection_.execute("add_job", {{":application", std::string_view{application.number}}, {":citizen", holder},
                                           {":record", std::string_view{application.record}},
                                           {":photograph", card::ByteView{application.photograph}},
                                           {":person", std::string_view{person}}, {":at", seconds(now)}});
        note(now, {}, "import", application.number + " by " + person);
        return Imported::added;
    });
}

void SqliteStore::approve(const std::string& application, const std::string& person, card::Time now)
{
    change(now, [&] {
        const People people = this->people(application);
        if (people.state != JobState::imported)
            refuse(Errc::job_state, "only an imported application can be approved", application);
        if (people.imported_by == person)
            refuse(Errc::same_person, "who imported a record does not approve it", application);
        connection_.execute("approve_job", {{":application", std::string_view{application}},
                                               {":person", std::string_view{person}}, {":at", seconds(now)}});
        note(now, {}, "approve", application + " by " + person);
    });
}

std::string SqliteStore::next_approved(const std::string& operator_) const
{
    return guarded([&] {
        auto next = connection_.prepare("next_approved", {{":operator", std::string_view{operator_}}});
        if (!next.executeStep())
            refuse(Errc::no_job, "no approved application waits");
        if (next.getColumn(1).getInt() == 0)
            refuse(Errc::same_person, "who approved a record does not make its card", next.getColumn(0).getString());
        return next.getColumn(0).getString();
    });
}

std::vector<Job> SqliteStore::jobs() const
{
    return guarded([&] {
        std::vector<Job> jobs;
        for (auto row = connection_.prepare("jobs"); row.executeStep();) {
            const auto text = [&](int column) { return row.getColumn(column).getString(); };
            jobs.push_back({.application = text(0),
                .state = state_of(text(1)),
                .imported_by = text(2),
                .approved_by = text(3),
                .operator_ = text(4),
                .document_number = text(5),
                .reason = text(6),
                .step = text(7),
                .changed = card::Time{std::chrono::seconds{row.getColumn(8).getInt64()}}});
        }
        return jobs;
    });
}

Application SqliteStore::application(const std::string& number) const
{
    return guarded([&] {
        auto row = connection_.prepare("application", {{":application", std::string_view{number}}});
        if (!row.executeStep())
            refuse(Errc::job_unknown, "no such application", number);
        return Application{.number = row.getColumn(0).getString(),
            .personal_number = row.getColumn(1).getString(),
            .record = row.getColumn(2).getString(),
            .photograph = blob(row.getColumn(3))};
    });
}

Allotment SqliteStore::claim(const Claim& claim, card::Time now)
{
    return change(now, [&] {
        const People people = this->people(claim.application);
        if (people.state != JobState::approved)
            refuse(Errc::job_state, "only an approved application gets a card", claim.application);
        if (people.approved_by == claim.operator_)
            refuse(Errc::same_person, "who approved a record does not make its card", claim.application);
        require_free_chip(claim.kdd);

        Allotment allotment{.document_number = next_document_number(), .status_index = draw_status_index(now)};
        connection_.execute("add_card",
            {{":application", std::string_view{claim.application}}, {":citizen", people.citizen},
                {":document_number", std::string_view{allotment.document_number}},
                {":status_index", std::int64_t{allotment.status_index}}, {":guid", card::ByteView{claim.guid}},
                {":kdd", card::ByteView{claim.kdd}}, {":operator", std::string_view{claim.operator_}},
                {":approved_by", std::string_view{people.approved_by}}, {":at", seconds(now)}});
        allotment.card = connection_.database().getLastInsertRowid();
        connection_.execute("set_job_state", {{":state", name(JobState::encoding)}, {":at", seconds(now)},
                                                 {":application", std::string_view{claim.application}}});
        auto holder = connection_.prepare("holder_id", {{":citizen", people.citizen}});
        holder.executeStep();
        allotment.holder_id = holder.getColumn(0).getString();
        note(now, allotment.card, "claim",
            fmt::format("{} for {} by {} on chip {}", allotment.document_number, claim.application, claim.operator_,
                card::to_hex(claim.kdd)));
        return allotment;
    });
}

void SqliteStore::intend(std::int64_t card, std::string_view step, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (last && last->open)
            refuse(Errc::job_state, "no step begins before the outcome of the last is known", application);
        note(now, card, "intent", step);
    });
}

void SqliteStore::conclude(std::int64_t card, std::string_view step, card::Time now)
{
    change(now, [&] {
        application_of(card);
        const auto last = last_step(card);
        if (!last || !last->open || last->step != step)
            refuse(Errc::job_state, "an outcome without its intent");
        note(now, card, "outcome", step);
    });
}

void SqliteStore::record_key(std::int64_t card, const CardKey& key, card::Time now)
{
    change(now, [&] {
        application_of(card);
        const Value certificate = key.certificate.empty() ? Value{nullptr} : Value{card::ByteView{key.certificate}};
        try {
            connection_.execute("add_key", {{":hash", card::ByteView{key.hash}}, {":card", card},
                                               {":slot", std::string_view{key.slot}}, {":certificate", certificate}});
        } catch (const SQLite::Exception& exception) {
            if (exception.getErrorCode() == SQLITE_CONSTRAINT)
                refuse(Errc::key_rejected, "this public key is on a card of this office already", key.slot);
            throw;
        }
        note(now, card, "key", key.slot);
    });
}

void SqliteStore::issued(std::int64_t card, card::Time now)
{
    change(now, [&] {
        const std::string application = application_of(card);
        const auto last = last_step(card);
        if (!last || last->open)
            refuse(Errc::job_state, "a card with a step of unknown outcome is not issued", application);
        connection_.execute("conclude_card", {{":state", std::string_view{"live"}}, {":reason", nullptr},
                                                 {":step", nullptr}, {":at", seconds(now)}, {":card", card}});
        connection_.execute("set_job_state", {{":state", name(JobState::issued)}, {":at", seconds(now)},
                                                 {":application", std::string_view{application}}});
        note(now, card, "issued", application);
    });
}

JobState SqliteStore::give_up(std::int64_t card, Errc reason, std::string_view step, card::Time now)
{
    return change(now, [&] { return conclude_card(card, application_of(card), reason, step, now); });
}

std::vector<std::string> SqliteStore::give_up_orphans(card::Time now)
{
    return change(now, [&] {
        std::vector<std::pair<std::int64_t, std::string>> orphans;
        for (auto row = connection_.prepare("cards_in_work"); row.executeStep();)
            orphans.emplace_back(row.getColumn(0).getInt64(), row.getColumn(1).getString());
        std::vector<std::string> applications;
        for (const auto& [card, application] : orphans) {
            const auto last = last_step(card);
            conclude_card(card, application, Errc::outcome_unknown, last ? last->step : "claim", now);
            applications.push_back(application);
        }
        return applications;
    });
}

card::Time SqliteStore::last_entry() const
{
    return guarded([&] { return card::Time{std::chrono::seconds{connection_.number("last_entry")}}; });
}

SqliteStore::People SqliteStore::people(const std::string& application) const
{
    auto row = connection_.prepare("job_people", {{":application", std::string_view{application}}});
    if (!row.executeStep())
        refuse(Errc::job_unknown, "no such application", application);
    return {.state = state_of(row.getColumn(0).getString()),
        .imported_by = row.getColumn(1).getString(),
        .approved_by = row.getColumn(2).getString(),
        .citizen = row.getColumn(3).getInt64()};
}

std::int64_t SqliteStore::citizen(const std::string& personal_number)
{
    const std::string holder_id = card::to_hex(random_.bytes(16));
    connection_.execute("add_citizen",
        {{":personal_number", std::string_view{personal_number}}, {":holder_id", std::string_view{holder_id}}});
    return connection_.number("citizen_of", {{":personal_number", std::string_view{personal_number}}});
}

void SqliteStore::require_free_chip(const Kdd& kdd) const
{
    auto row = connection_.prepare("chip_state", {{":kdd", card::ByteView{kdd}}});
    if (!row.executeStep())
        return;
    if (row.getColumn(0).getString() == "live")
        refuse(Errc::card_not_blank, "this chip was issued before");
    refuse(Errc::outcome_unknown, "an earlier attempt on this chip was not finished: lay the card aside");
}

std::string SqliteStore::next_document_number()
{
    const std::int64_t number = connection_.number("next_document_number");
    card::require(number <= last_document_number, Errc::store_failed, "store", "all document numbers are given");
    return fmt::format("{}{:07}", number_prefix_, number);
}

std::uint32_t SqliteStore::draw_status_index(card::Time now)
{
    std::int64_t free = connection_.number("count_free");
    if (free == 0) {
        const std::int64_t block = connection_.number("open_block", {{":at", seconds(now)}});
        connection_.execute("fill_block", {{":number", block}, {":size", block_size}});
        free = block_size;
    }
    const auto offset = std::int64_t{uniform(random_, static_cast<std::uint32_t>(free))};
    const std::int64_t index = connection_.number("free_at", {{":offset", offset}});
    connection_.execute("take_free", {{":status_index", index}});
    return static_cast<std::uint32_t>(index);
}

std::string SqliteStore::application_of(std::int64_t card) const
{
    auto row = connection_.prepare("application_in_work", {{":card", card}});
    if (!row.executeStep())
        refuse(Errc::job_state, "this card is not in work");
    return row.getColumn(0).getString();
}

std::optional<SqliteStore::StepEvent> SqliteStore::last_step(std::int64_t card) const
{
    auto row = connection_.prepare("last_step_event", {{":card", card}});
    if (!row.executeStep())
        return std::nullopt;
    return StepEvent{row.getColumn(0).getString() == "intent", row.getColumn(1).getString()};
}

JobState SqliteStore::conclude_card(
    std::int64_t card, const std::string& application, Errc reason, std::string_view step, card::Time now)
{
    const bool touched = last_step(card).has_value();
    const JobState state = touched ? JobState::quarantined : JobState::approved;
    const std::string_view outcome = touched ? "quarantined" : "void";
    const std::string_view identifier = card::cli::identifier(reason);
    connection_.execute("conclude_card",
        {{":state", outcome}, {":reason", identifier}, {":step", step}, {":at", seconds(now)}, {":card", card}});
    connection_.execute("set_job_state",
        {{":state", name(state)}, {":at", seconds(now)}, {":application", std::string_view{application}}});
    note(now, card, outcome, fmt::format("{} at {}", identifier, step));
    return state;
}

} // namespace perso::store
