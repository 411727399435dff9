// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/databases.hpp"

#include <chrono>
#include <functional>

namespace test {

/// Runs `body` on an empty store: in SQLite, or beside the server of support/postgresql.sh; the program is run both
/// ways.
inline void on_each_database(const std::function<void(perso::store::Database&, perso::store::Store&)>& body)
{
    constexpr card::Time made{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
    ADatabase place{made};
    const auto database = place.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    body(*database, store);
}

} // namespace test
