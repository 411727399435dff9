// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "journal/entry.hpp"

#include <functional>

namespace perso::audit {

/// An entry as it stands in the store. Entries of offices from before the chain have no head of their own: the first
/// one that has covers them.
struct Stored {
    Entry entry;
    std::optional<Head> head;
};

/// Which store this is.
StoreId store_of(store::Database& database);

/// Every entry after number `after` in order, some thousand at a time in memory. The callback says whether to go on.
void for_each_entry(store::Database& database, std::int64_t after, const std::function<bool(const Stored&)>& callback);

/// Number and head of the last entry; number 0 and zeros for an empty journal.
struct Tip {
    std::int64_t number = 0;
    card::Time at{};
    Head head{};
    bool chained = false; ///< the last entry has its head in the store
};

Tip tip(store::Database& database);

} // namespace perso::audit
