// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "database/missing.hpp"
#include "database/sealer.hpp"
#include "office/clock.hpp"
#include "office/office.hpp"
#include "store/store.hpp"

#include <memory>

namespace perso {

/// The database that office.toml names, brought to the newest form. Throws store_failed when it is missing or empty and
/// shall not be created; store_gone when its server does not answer.
std::unique_ptr<store::Database> open_database(
    const Office& office, card::Time now = perso::now(), store::Missing missing = store::Missing::refused);

/// The store of this office over a database of its own, or over one that is open and outlives it. Only with a sealer,
/// which outlives it too, records are taken and read.
std::unique_ptr<store::Store> open_store(const Office& office);
std::unique_ptr<store::Store> open_store(
    const Office& office, store::Database& database, store::Sealer* sealer = nullptr);

} // namespace perso
