// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "store/database.hpp"

namespace perso::seal {

struct Purged {
    std::int64_t keys = 0;
    std::int64_t records = 0;
};

/// Destroys the data keys of those imports whose applications all ended, issued or withdrawn, more than `keep` ago:
/// what they sealed opens never again. Hashes, serial numbers and the journal stay. `person` is empty when nobody
/// asked.
Purged purge(store::Database& database, std::chrono::days keep, const std::string& person, card::Time now);

/// Whether the data of this application were destroyed; told without the token.
bool is_purged(store::Database& database, std::string_view application);

} // namespace perso::seal
