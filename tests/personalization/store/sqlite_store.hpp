// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "personalization/store/software_seal.hpp"
#include "store/sql_store.hpp"

namespace test {

/// The store of an office LA in one file, made if it is not there.
inline std::unique_ptr<perso::store::SqlStore> sqlite_store(
    const std::filesystem::path& file, card::Time now, perso::store::Missing missing = perso::store::Missing::created)
{
    return std::make_unique<perso::store::SqlStore>(std::make_unique<perso::store::SqliteDatabase>(file, now, missing),
        "LA", card::crypto::system_random(), &test::software_seal());
}

} // namespace test
