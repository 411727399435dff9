// SPDX-License-Identifier: Apache-2.0
#include "store/leases.hpp"

#include "database/sql/refuse.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "store/sql_store.hpp"

#include <algorithm>

namespace perso::store {

using card::Errc;

std::optional<Lease> Leases::take(const std::string& operator_, std::chrono::seconds time, card::Time now)
{
    return database_.change([&]() -> std::optional<Lease> {
        database_.rows("lease_in_order_of_queue");
        const auto next = database_.row("lease_next_approved", {{":operator", operator_}});
        if (!next)
            return std::nullopt;
        return add(next->text(0), time, now);
    });
}

Lease Leases::take_this(const std::string& application, std::chrono::seconds time, card::Time now)
{
    return database_.change([&] {
        if (database_.row("lease_of", {{":application", application}}))
            refuse(Errc::lease_lost, "another process works on this job", application);
        return add(application, time, now);
    });
}

Lease Leases::add(const std::string& application, std::chrono::seconds time, card::Time now)
{
    Lease lease{.application = application, .token = database_.number("lease_next_token"), .until = now + time};
    database_.execute("lease_add",
        {{":application", application}, {":owner", owner_}, {":token", lease.token}, {":until", kept(lease.until)}});
    store_.act_under(application, lease.token);
    return lease;
}

std::int64_t Leases::kept(card::Time time) const
{
    return seconds(time + ahead_);
}

void Leases::renew(Lease& lease, std::chrono::seconds time, card::Time now)
{
    const card::Time until = std::max(lease.until, now + time);
    const auto renewed = database_.execute("lease_renew",
        {{":application", lease.application}, {":token", lease.token}, {":now", kept(now)}, {":until", kept(until)}});
    if (renewed == 0)
        refuse(Errc::lease_lost, "the lease ran out", lease.application);
    lease.until = until;
}

void Leases::release(const Lease& lease)
{
    database_.execute("lease_release", {{":application", lease.application}, {":token", lease.token}});
}

void Leases::require(const Lease& lease) const
{
    const auto row = database_.row("lease_of", {{":application", lease.application}});
    if (!row || row->number(0) != lease.token)
        refuse(Errc::lease_lost, "another process works on this job, or its time ran out", lease.application);
}

std::vector<RunOut> Leases::expire(card::Time now)
{
    return take_back("lease_run_out", {{":now", kept(now)}}, audit::events::lease_expired, now);
}

std::vector<RunOut> Leases::take_back(const Lease& lease, card::Time now)
{
    return take_back("lease_held", {{":application", lease.application}, {":token", lease.token}}, {}, now);
}

std::vector<RunOut> Leases::take_back_of(const std::string& owner, card::Time now)
{
    return take_back("lease_of_owner", {{":owner", owner}}, {}, now);
}

std::vector<RunOut> Leases::take_back_all(card::Time now)
{
    return take_back("lease_all", {}, {}, now);
}

std::vector<RunOut> Leases::take_back(
    std::string_view statement, Bindings bindings, std::string_view event, card::Time now)
{
    if (database_.rows(statement, bindings).empty())
        return {};
    return database_.change([&] {
        std::vector<RunOut> all;
        for (const Row& row : database_.rows(statement, bindings)) {
            RunOut out{.application = row.text(0), .owner = row.text(2), .state = {}};
            const std::string_view application = out.application;
            database_.execute("lease_release", {{":application", application}, {":token", row.number(1)}});
            if (!event.empty())
                audit::note(database_, now, {.event = event, .application = application, .detail = out.owner});
            if (const auto card = database_.row("lease_card_in_work", {{":application", application}}))
                out.state = store_.take_back(card->number(0), now);
            all.push_back(std::move(out));
        }
        return all;
    });
}

void SqlStore::act_under(const std::string& application, std::int64_t token)
{
    leases_[application] = token;
}

/// Who has no lease may work on a job that nobody has one of.
void SqlStore::require_lease(const std::string& application) const
{
    const auto mine = leases_.find(application);
    const auto row = database_.row("lease_of", {{":application", application}});
    const bool holds = row ? mine != leases_.end() && mine->second == row->number(0) : mine == leases_.end();
    if (!holds)
        refuse(Errc::lease_lost, "another process works on this job, or its time ran out", application);
}

void SqlStore::end_lease(const std::string& application)
{
    const auto mine = leases_.find(application);
    if (mine == leases_.end())
        return;
    database_.execute("lease_release", {{":application", application}, {":token", mine->second}});
}

JobState SqlStore::take_back(std::int64_t card, card::Time now)
{
    return change(now, [&] {
        const auto row = database_.row("application_in_work", {{":card", card}});
        if (!row)
            refuse(Errc::job_state, "this card is not in work");
        const auto last = last_step(card);
        return conclude_card(card, row->text(0), Errc::outcome_unknown, last ? last->step : "claim", now);
    });
}

} // namespace perso::store
