// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "jobs/job.hpp"

#include <optional>
#include <string>
#include <vector>

namespace perso::store {

class SqlStore;

/// The right to work on one job, for a time. Tokens rise over the life of the store.
struct Lease {
    std::string application;
    std::int64_t token = 0;
    card::Time until{};
};

/// Several processes share the queue. Each takes a job with a lease, and its store acts under it: what the store is
/// told of a card whose lease another has, or that ran out and was taken back, throws lease_lost. Issuing a card and
/// giving it up end the lease.
///
/// Jobs without a lease stay with the holder of the office's lock, as before.
///
/// All times are those of the caller's clock. The store keeps the end of a lease in the time of its server, so that
/// stations whose clocks differ agree upon it.
class Leases {
public:
    /// `store` works over `database`; `owner` names the process in the store; the server's clock is `ahead` of the
    /// caller's.
    Leases(Database& database, SqlStore& store, std::string owner, std::chrono::seconds ahead = {})
        : database_{database}, store_{store}, owner_{std::move(owner)}, ahead_{ahead}
    {
    }

    /// The approved job that has waited longest, of those that nobody holds and `operator_` did not approve; or none.
    std::optional<Lease> take(const std::string& operator_, std::chrono::seconds time, card::Time now);

    /// The job whose card lies in the reader. Throws lease_lost when another holds it.
    Lease take_this(const std::string& application, std::chrono::seconds time, card::Time now);

    /// Throws lease_lost when it ran out, even if nobody took the job yet.
    void renew(Lease& lease, std::chrono::seconds time, card::Time now);
    /// Ends it; one that is lost already stays so.
    void release(const Lease& lease);
    /// Throws lease_lost when another has the job by now, or nobody; inside a change it stays so until its end.
    void require(const Lease& lease) const;

    /// Takes back all that ran out before `now`, and says what became of their jobs. Each process may do so.
    std::vector<RunOut> expire(card::Time now);
    /// The same at once, where the process is known to be dead: that of one lease, all of one owner, or all there are.
    std::vector<RunOut> take_back(const Lease& lease, card::Time now);
    std::vector<RunOut> take_back_of(const std::string& owner, card::Time now);
    std::vector<RunOut> take_back_all(card::Time now);

private:
    /// Of rows with application, token and owner.
    std::vector<RunOut> take_back(
        std::string_view statement, Bindings bindings, std::string_view event, card::Time now);
    Lease add(const std::string& application, std::chrono::seconds time, card::Time now);
    /// A time of the caller's clock as the store keeps it.
    std::int64_t kept(card::Time time) const;

    Database& database_;
    SqlStore& store_;
    std::string owner_;
    std::chrono::seconds ahead_;
};

} // namespace perso::store
