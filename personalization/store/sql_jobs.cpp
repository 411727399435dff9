// SPDX-License-Identifier: Apache-2.0
#include "store/sql_store.hpp"

#include "base/text.hpp"
#include "card/base/hex.hpp"
#include "card/cli/messages.hpp"
#include "database/sql/refuse.hpp"
#include "journal/events.hpp"

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

SqlStore::SqlStore(
    std::unique_ptr<Database> database, std::string number_prefix, card::crypto::RandomSource& random, Sealer* sealer)
    : owned_{std::move(database)},
      database_{*owned_},
      number_prefix_{std::move(number_prefix)},
      random_{random},
      sealer_{sealer}
{
}

SqlStore::SqlStore(Database& database, std::string number_prefix, card::crypto::RandomSource& random, Sealer* sealer)
    : database_{database}, number_prefix_{std::move(number_prefix)}, random_{random}, sealer_{sealer}
{
}

Sealer& SqlStore::sealer() const
{
    card::require(sealer_ != nullptr, Errc::hsm_unavailable, "store", "records are sealed, and the key store is shut");
    return *sealer_;
}

void SqlStore::require_clock(card::Time now) const
{
    audit::not_before(last_entry(), now);
}

void SqlStore::note(card::Time now, const audit::Note& note)
{
    audit::note(database_, now, note);
}

Imported SqlStore::import(const Application& application, const std::string& person, card::Time now)
{
    return change(now, [&] {
        const auto known = database_.row("job_people", {{":application", application.number}});
        if (known) {
            const JobState state = state_of(known->text(0));
            if (state == JobState::rejected || state == JobState::withdrawn)
                return import_again(application, person, now);
            if (!sealer().holds(database_, application))
                refuse(Errc::record_duplicate, text("this application was imported before with other content"),
                    application.number);
            return Imported::unchanged;
        }
        const std::int64_t holder = citizen(application.personal_number);
        require_not_served(holder, application.number);
        write_job("add_job", application.number, holder, person, now);
        sealer().keep(database_, application, now);
        note(now, {.event = audit::events::import, .application = application.number, .person = person});
        return Imported::added;
    });
}

/// A record that was rejected or withdrawn comes back, the same or corrected, for the same citizen.
Imported SqlStore::import_again(const Application& application, const std::string& person, card::Time now)
{
    const std::int64_t holder = citizen(application.personal_number);
    if (people(application.number).citizen != holder)
        refuse(Errc::record_duplicate, text("this application was imported before for another citizen"),
            application.number);
    require_not_served(holder, application.number);
    sealer().keep(database_, application, now);
    write_job("renew_job", application.number, holder, person, now);
    database_.execute("forget_rejections", {{":application", application.number}});
    note(now, {.event = audit::events::import, .application = application.number, .person = person, .detail = "again"});
    return Imported::again;
}

void SqlStore::write_job(std::string_view statement, const std::string& application, std::int64_t citizen,
    const std::string& person, card::Time now)
{
    database_.execute(statement, {{":application", application}, {":citizen", citizen}, {":nothing", card::ByteView{}},
                                     {":person", person}, {":at", seconds(now)}});
}

void SqlStore::require_not_served(std::int64_t citizen, const std::string& application) const
{
    const bool served =
        database_.number("citizen_is_served", {{":citizen", citizen}, {":application", application}}) != 0;
    if (served)
        refuse(Errc::record_rejected, text("this citizen has an open application or a live card"), "personal_number");
}

void SqlStore::approve(const std::string& application, const std::string& person, card::Time now)
{
    change(now, [&] {
        const People people = this->people(application);
        if (people.state != JobState::imported)
            refuse(Errc::job_state, "only an imported application can be approved", application);
        if (people.imported_by == person)
            refuse(Errc::same_person, "who imported a record does not approve it", application);
        database_.execute("approve_job", {{":application", application}, {":person", person}, {":at", seconds(now)}});
        note(now, {.event = audit::events::approve, .application = application, .person = person});
    });
}

void SqlStore::reject(const std::string& application, const intake::Rejections& rejections, card::Time now)
{
    change(now, [&] {
        if (people(application).state != JobState::approved)
            refuse(Errc::job_state, "only an approved application is rejected", application);
        set_job_state(application, JobState::rejected, now);
        for (const auto& [field, reason] : rejections)
            database_.execute("add_rejection", {{":application", application}, {":field", field}, {":reason", reason}});
        note(now, {.event = audit::events::reject, .application = application});
    });
}

void SqlStore::withdraw(const std::string& application, const std::string& person, card::Time now)
{
    change(now, [&] {
        const JobState state = people(application).state;
        if (state != JobState::imported && state != JobState::approved && state != JobState::rejected)
            refuse(Errc::job_state, "no card was begun yet, or the application is withdrawn", application);
        set_job_state(application, JobState::withdrawn, now);
        database_.execute("forget_rejections", {{":application", application}});
        note(now, {.event = audit::events::withdraw, .application = application, .person = person});
    });
}

std::string SqlStore::next_approved(const std::string& operator_) const
{
    const auto next = database_.row("next_approved", {{":operator", operator_}});
    if (!next)
        refuse(Errc::no_job, "no approved application waits");
    if (next->number(1) == 0)
        refuse(Errc::same_person, "who approved a record does not make its card", next->text(0));
    return next->text(0);
}

std::vector<Job> SqlStore::jobs() const
{
    std::vector<Job> jobs;
    for (const Row& row : database_.rows("jobs")) {
        const auto text = [&](std::size_t column) { return row.text(column); };
        jobs.push_back({.application = text(0),
            .state = state_of(text(1)),
            .imported_by = text(2),
            .approved_by = text(3),
            .operator_ = text(4),
            .document_number = text(5),
            .reason = text(6),
            .step = text(7),
            .changed = row.time(8),
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
}

Application SqlStore::application(const std::string& number) const
{
    people(number); // it is there
    return sealer().open(database_, number);
}

card::Time SqlStore::last_entry() const
{
    return card::Time{std::chrono::seconds{database_.number("last_entry")}};
}

void SqlStore::set_job_state(const std::string& application, JobState state, card::Time now)
{
    database_.execute("set_job_state", {{":state", name(state)}, {":at", seconds(now)}, {":application", application}});
}

intake::Rejections SqlStore::rejections(const std::string& application) const
{
    intake::Rejections found;
    for (const Row& row : database_.rows("rejections", {{":application", application}}))
        found.push_back({row.text(0), row.text(1)});
    return found;
}

SqlStore::People SqlStore::people(const std::string& application) const
{
    const auto row = database_.row("job_people", {{":application", application}});
    if (!row)
        refuse(Errc::job_unknown, "no such application", application);
    return {.state = state_of(row->text(0)),
        .imported_by = row->text(1),
        .approved_by = row->text(2),
        .citizen = row->number(3)};
}

std::int64_t SqlStore::citizen(const std::string& personal_number)
{
    const std::string index = card::to_hex(sealer().index("citizen", card::as_bytes(personal_number)));
    const std::string holder_id = card::to_hex(random_.bytes(16));
    database_.execute("add_citizen", {{":personal_number", index}, {":holder_id", holder_id}});
    return database_.number("citizen_of", {{":personal_number", index}});
}

} // namespace perso::store
