// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "store/job.hpp"

#include <optional>
#include <string>

namespace perso::store {

class Database;
class SqlStore;

/// The right to work on one job, for a time. Tokens rise over the life of the store.
struct Lease {
    std::string application;
    std::int64_t token = 0;
    card::Time until{};
};

/// What became of a job whose lease ran out: approved again (nothing was written on the card, its numbers are void) or
/// quarantined (something may have been written: the card is asked).
struct RunOut {
    std::string application;
    std::string owner;
    std::optional<JobState> state; ///< nothing if no card was begun
};

/// Several processes share the queue. Each takes a job with a lease, and its store acts under it: what the store is
/// told of a card whose lease another has, or that ran out and was taken back, throws lease_lost. Issuing a card and
/// giving it up end the lease.
///
/// Jobs without a lease stay with the holder of the office's lock, as before.
class Leases {
public:
    /// `store` works over `database`; `owner` names the process in the store.
    Leases(Database& database, SqlStore& store, std::string owner)
        : database_{database}, store_{store}, owner_{std::move(owner)}
    {
    }

    /// The approved job that has waited longest, of those that nobody holds and `operator_` did not approve; or none.
    std::optional<Lease> take(const std::string& operator_, std::chrono::seconds time, card::Time now);

    struct CutOff {
        Lease lease;
        Kdd kdd{}; ///< the chip to be asked
    };

    /// A quarantined job that nobody holds, whose card is to be asked and finished; the one that lies longest, or none.
    std::optional<CutOff> take_cut_off(const std::string& operator_, std::chrono::seconds time, card::Time now);

    /// The same for the job whose card lies in the reader. Throws lease_lost when another holds it.
    Lease take_this(const std::string& application, std::chrono::seconds time, card::Time now);

    /// Throws lease_lost when it ran out, even if nobody took the job yet.
    void renew(Lease& lease, std::chrono::seconds time, card::Time now);
    /// Ends it; one that is lost already stays so.
    void release(const Lease& lease);

    /// Takes back all that ran out before `now`, and says what became of their jobs. Each process may do so.
    std::vector<RunOut> expire(card::Time now);

private:
    Lease add(const std::string& application, std::chrono::seconds time, card::Time now);

    Database& database_;
    SqlStore& store_;
    std::string owner_;
};

} // namespace perso::store
