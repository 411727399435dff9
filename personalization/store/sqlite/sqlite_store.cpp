// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/sqlite_store.hpp"

#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "store/sqlite/refuse.hpp"

namespace perso::store {

using card::Errc;

namespace {

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

void SqliteStore::require_clock(card::Time now) const
{
    card::require(now >= last_entry(), Errc::clock_wrong, "store", "the clock is behind the last entry");
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
        auto known = connection_.prepare("job_content",
            {{":application", std::string_view{application.number}}, {":record", std::string_view{application.record}},
                {":photograph", card::ByteView{application.photograph}},
                {":signature", card::ByteView{application.signature}}});
        if (known.executeStep()) {
            const JobState state = state_of(known.getColumn(1).getString());
            if (state == JobState::rejected || state == JobState::withdrawn)
                return import_again(application, person, now);
            if (known.getColumn(0).getInt() == 0)
                refuse(Errc::record_duplicate, "this application was imported before with other content",
                    application.number);
            return Imported::unchanged;
        }
        const std::int64_t holder = citizen(application.personal_number);
        require_not_served(holder, application.number);
        write_job("add_job", application, holder, person, now);
        note(now, {}, "import", application.number + " by " + person);
        return Imported::added;
    });
}

/// A record that was rejected or withdrawn comes back, the same or corrected, for the same citizen.
Imported SqliteStore::import_again(const Application& application, const std::string& person, card::Time now)
{
    const std::int64_t holder = citizen(application.personal_number);
    if (people(application.number).citizen != holder)
        refuse(Errc::record_duplicate, "this application was imported before for another citizen", application.number);
    require_not_served(holder, application.number);
    write_job("renew_job", application, holder, person, now);
    connection_.execute("forget_rejections", {{":application", std::string_view{application.number}}});
    note(now, {}, "import", application.number + " again by " + person);
    return Imported::again;
}

void SqliteStore::write_job(std::string_view statement, const Application& application, std::int64_t citizen,
    const std::string& person, card::Time now)
{
    connection_.execute(statement,
        {{":application", std::string_view{application.number}}, {":citizen", citizen},
            {":record", std::string_view{application.record}}, {":photograph", card::ByteView{application.photograph}},
            {":signature", card::ByteView{application.signature}}, {":person", std::string_view{person}},
            {":at", seconds(now)}});
}

void SqliteStore::require_not_served(std::int64_t citizen, const std::string& application) const
{
    const bool served = connection_.number("citizen_is_served",
                            {{":citizen", citizen}, {":application", std::string_view{application}}}) != 0;
    if (served)
        refuse(Errc::record_rejected, "this citizen has an open application or a live card", "personal_number");
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

void SqliteStore::reject(const std::string& application, const intake::Rejections& rejections, card::Time now)
{
    change(now, [&] {
        if (people(application).state != JobState::approved)
            refuse(Errc::job_state, "only an approved application is rejected", application);
        set_job_state(application, JobState::rejected, now);
        for (const auto& [field, reason] : rejections)
            connection_.execute(
                "add_rejection", {{":application", std::string_view{application}}, {":field", std::string_view{field}},
                                     {":reason", std::string_view{reason}}});
        note(now, {}, "reject", application);
    });
}

void SqliteStore::withdraw(const std::string& application, const std::string& person, card::Time now)
{
    change(now, [&] {
        const JobState state = people(application).state;
        if (state != JobState::imported && state != JobState::approved && state != JobState::rejected)
            refuse(Errc::job_state, "no card was begun yet, or the application is withdrawn", application);
        set_job_state(application, JobState::withdrawn, now);
        connection_.execute("forget_rejections", {{":application", std::string_view{application}}});
        note(now, {}, "withdraw", application + " by " + person);
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
                .changed = card::Time{std::chrono::seconds{row.getColumn(8).getInt64()}},
                .rejections = {}});
        }
        for (Job& job : jobs) {
            if (job.state != JobState::rejected)
                continue;
            job.reason = card::cli::identifier(Errc::record_rejected);
            job.step.clear();
            job.rejections = rejections(job.application);
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
            .photograph = blob(row.getColumn(3)),
            .signature = blob(row.getColumn(4))};
    });
}

card::Time SqliteStore::last_entry() const
{
    return guarded([&] { return card::Time{std::chrono::seconds{connection_.number("last_entry")}}; });
}

void SqliteStore::set_job_state(const std::string& application, JobState state, card::Time now)
{
    connection_.execute("set_job_state",
        {{":state", name(state)}, {":at", seconds(now)}, {":application", std::string_view{application}}});
}

intake::Rejections SqliteStore::rejections(const std::string& application) const
{
    intake::Rejections found;
    auto row = connection_.prepare("rejections", {{":application", std::string_view{application}}});
    while (row.executeStep())
        found.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
    return found;
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

} // namespace perso::store
