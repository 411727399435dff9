// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/clock.hpp"
#include "office/office.hpp"
#include "store/leases.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace perso {

/// What processes left that are dead, and what ran out: by the lock of the office, which the caller holds, all that is
/// held in a store of its own; in one that several stations share, what ran out. Those whose card was in work.
std::vector<store::RunOut> take_back_dead(const Office& office);
/// The same where a station may be at work in this office: what ran out.
std::vector<store::RunOut> take_back_run_out(const Office& office);

/// How a station holds jobs: for three times the longest silence of a worker, which renews its lease while it works.
/// Each call opens the store anew, because workers are forked in between.
class JobLeases {
public:
    /// `person` makes the cards; the office must outlive it.
    JobLeases(const Office& office, std::string person, std::chrono::milliseconds silence);

    /// As Store::next_approved() and what it throws, but of the jobs that nobody holds: from now on this process does.
    /// Throws no_job as well when other stations hold all of them.
    store::Lease take() const;
    void release(const store::Lease& lease) const;
    /// While nobody works on it. One that is lost is found out by who begins to.
    void keep(store::Lease& lease) const;

    /// The worker at this reader has ended, and in whatever way it did: it holds nothing any more. What it left undone.
    std::vector<store::RunOut> ended(const store::Lease& lease, const std::string& reader) const;
    std::vector<store::RunOut> ended(const std::string& reader) const;

    /// The name of the worker at this reader in the store: machine, process, reader.
    std::string owner(const std::string& reader) const;

    std::chrono::seconds time() const { return time_; }

private:
    const Office& office_;
    std::string person_;
    std::string process_;
    std::chrono::seconds time_;
};

/// In a worker: the one job that it works on, taken by the station before or by itself, when the card in the reader
/// turns out to be that of another job.
class HeldJob {
public:
    /// All must outlive it.
    HeldJob(store::Database& database, store::SqlStore& store, std::string owner, std::chrono::seconds time,
        std::optional<store::Lease> taken);
    /// Ends the lease if it is still there; the station takes back what it took itself.
    ~HeldJob();
    HeldJob(const HeldJob&) = delete;
    HeldJob& operator=(const HeldJob&) = delete;

    /// Takes the job if it is not held yet. Throws lease_lost when another process has it.
    void operator()(const std::string& application);
    /// Now and then; inside no change.
    void renew();

private:
    store::Leases leases_;
    store::SqlStore& store_;
    std::chrono::seconds time_;
    std::optional<store::Lease> taken_; ///< by the station
    std::optional<store::Lease> held_;
    bool own_ = false;
};

} // namespace perso
