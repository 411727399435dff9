// SPDX-License-Identifier: Apache-2.0
#include "store/open_store.hpp"

#include "card/crypto/random.hpp"
#include "database/postgresql/postgresql_database.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "store/plain_certificates.hpp"
#include "store/sql_store.hpp"

namespace perso {

std::unique_ptr<store::Database> open_database(const Office& office, card::Time now, store::Missing missing)
{
    std::unique_ptr<store::Database> database;
    if (!office.store_url.empty())
        database = std::make_unique<store::PostgresqlDatabase>(office.store_url, now, missing);
    else
        database = std::make_unique<store::SqliteDatabase>(office.store_file(), now, missing);
    store::trace_plain_certificates(*database);
    return database;
}

std::unique_ptr<store::Store> open_store(const Office& office)
{
    return std::make_unique<store::SqlStore>(
        open_database(office), office.document_prefix, card::crypto::system_random());
}

std::unique_ptr<store::Store> open_store(const Office& office, store::Database& database, store::Sealer* sealer)
{
    return std::make_unique<store::SqlStore>(database, office.document_prefix, card::crypto::system_random(), sealer);
}

} // namespace perso
