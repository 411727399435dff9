// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "intake/fields.hpp"

namespace perso::seal {

struct Purged {
    std::int64_t keys = 0;
    std::int64_t records = 0; ///< of which something was destroyed
};

/// Destroys the data keys of those batches whose applications all ended, issued or withdrawn, long enough ago for the
/// class of data that the key sealed (intake::kept_after(), of an office that wants to `keep` data for so long): what
/// they sealed opens never again. Hashes, serial numbers and the journal stay. `person` is empty when nobody asked.
Purged purge(store::Database& database, std::chrono::days keep, const std::string& person, card::Time now);

/// An application that does not end, and whose batch keeps its data key for it.
struct Holder {
    std::string application;
    std::string state; ///< as store::name() has it
};

/// A batch of which something has waited or been over for longer than its specific data shall be kept, which go first.
struct Overdue {
    card::Time imported{};
    std::int64_t records = 0;
    std::int64_t held = 0;       ///< applications that are neither issued nor withdrawn; none: the next purge takes it
    std::vector<Holder> holders; ///< the first ten of these
};

/// Oldest first. A batch that only waits for the time of its own ends is not overdue.
std::vector<Overdue> overdue(store::Database& database, std::chrono::days keep, card::Time now);

/// Whether the data of this class of this application were destroyed; told without the token.
bool is_purged(store::Database& database, std::string_view application, intake::DataClass data_class);

} // namespace perso::seal
