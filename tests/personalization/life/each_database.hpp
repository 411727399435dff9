// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sql/sql_store.hpp"
#include "store/sqlite/sqlite_database.hpp"

#include "card/crypto/random.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <functional>

namespace test {

/// Runs `body` on an empty store of each database that there is.
inline void on_each_database(const std::function<void(perso::store::Database&, perso::store::Store&)>& body)
{
    constexpr card::Time made{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
    const TemporaryFolder folder;
    perso::store::SqliteDatabase database{folder / "store.sqlite", made, perso::store::Missing::created};
    perso::store::SqlStore store{database, "LA", card::crypto::system_random()};
    body(database, store);
}

} // namespace test
