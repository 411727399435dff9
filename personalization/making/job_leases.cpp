// SPDX-License-Identifier: Apache-2.0
#include "making/job_leases.hpp"

#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "store/open_store.hpp"
#include "store/sql_store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

namespace perso {

using card::Errc;
using store::Lease;
using store::RunOut;

namespace {

/// Of the machine and the process.
std::string this_process()
{
    std::array<char, 256> machine{};
    if (::gethostname(machine.data(), machine.size() - 1) != 0)
        machine.fill('\0');
    return fmt::format("{}:{}", machine.data(), ::getpid());
}

/// A worker is silent for less than a third of the lease: what has more than two thirds left can wait.
bool lasts(const Lease& lease, std::chrono::seconds time)
{
    return lease.until - now() > time * 2 / 3;
}

void keep_only_begun(std::vector<RunOut>& all)
{
    std::erase_if(all, [](const RunOut& out) { return !out.state; });
}

std::chrono::seconds ahead(store::Database& database)
{
    const auto server = database.server_time();
    return server ? *server - now() : std::chrono::seconds{};
}

template <typename Body>
auto with_leases(const Office& office, const std::string& process, Body body)
{
    const auto database = open_database(office);
    store::SqlStore store{*database, office.document_prefix, card::crypto::system_random()};
    store::Leases leases{*database, store, process, ahead(*database)};
    return body(leases, store);
}

} // namespace

std::vector<RunOut> take_back_dead(const Office& office)
{
    return with_leases(office, this_process(), [&](store::Leases& leases, store::SqlStore& store) {
        const bool alone = office.store_url.empty();
        auto all = alone ? leases.take_back_all(now()) : leases.expire(now());
        keep_only_begun(all);
        for (RunOut& orphan : store.give_up_orphans(now())) // from before there were leases
            all.push_back(std::move(orphan));
        return all;
    });
}

std::vector<RunOut> take_back_run_out(const Office& office)
{
    return with_leases(office, this_process(), [](store::Leases& leases, store::SqlStore&) {
        auto all = leases.expire(now());
        keep_only_begun(all);
        return all;
    });
}

JobLeases::JobLeases(const Office& office, std::string person, std::chrono::milliseconds silence)
    : office_{office},
      person_{std::move(person)},
      process_{this_process()},
      time_{3 * std::chrono::ceil<std::chrono::seconds>(silence)}
{
}

Lease JobLeases::take() const
{
    return with_leases(office_, process_, [&](store::Leases& leases, store::SqlStore& store) {
        leases.expire(now());
        auto lease = leases.take(person_, time_, now());
        if (!lease) {
            store.next_approved(person_); // says why, if it is not that all are held
            throw card::Error{Errc::no_job, card::Step{"take a job"}, "other stations have all that wait"};
        }
        return *lease;
    });
}

void JobLeases::release(const Lease& lease) const
{
    with_leases(office_, process_, [&](store::Leases& leases, store::SqlStore&) { leases.release(lease); });
}

void JobLeases::keep(Lease& lease) const
{
    if (lasts(lease, time_))
        return;
    try {
        with_leases(
            office_, process_, [&](store::Leases& leases, store::SqlStore&) { leases.renew(lease, time_, now()); });
    } catch (const card::Error& error) {
        if (error.code() != Errc::lease_lost)
            throw;
        lease.until = now() + time_; // not asked again and again
    }
}

std::vector<RunOut> JobLeases::ended(const Lease& lease, const std::string& reader) const
{
    return with_leases(office_, process_, [&](store::Leases& leases, store::SqlStore&) {
        auto all = leases.take_back(lease, now());
        for (RunOut& other : leases.take_back_of(owner(reader), now()))
            all.push_back(std::move(other));
        keep_only_begun(all);
        return all;
    });
}

std::vector<RunOut> JobLeases::ended(const std::string& reader) const
{
    return ended(Lease{}, reader);
}

std::string JobLeases::owner(const std::string& reader) const
{
    return process_ + ":" + reader;
}

HeldJob::HeldJob(store::Database& database, store::SqlStore& store, std::string owner, std::chrono::seconds time,
    std::optional<Lease> taken)
    : leases_{database, store, std::move(owner), ahead(database)}, store_{store}, time_{time}, taken_{std::move(taken)}
{
}

HeldJob::~HeldJob()
{
    if (!held_ || !own_)
        return;
    try {
        leases_.take_back(*held_, now()); // a card that nobody could give up is
    } catch (const card::Error&) {        // it runs out
        return;
    }
}

void HeldJob::operator()(const std::string& application)
{
    if (held_ && held_->application == application)
        return leases_.require(*held_);
    if (taken_ && taken_->application == application) {
        leases_.require(*taken_);
        store_.act_under(application, taken_->token);
        held_ = taken_;
        return;
    }
    held_ = leases_.take_this(application, time_, now());
    own_ = true;
}

void HeldJob::renew()
{
    if (held_ && !lasts(*held_, time_))
        leases_.renew(*held_, time_, now());
}

} // namespace perso
