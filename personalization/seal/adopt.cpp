// SPDX-License-Identifier: Apache-2.0
// An office from before there was a seal: its records are sealed, and its hashes get a key.
#include "card/base/hex.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "seal/seal.hpp"

#include <array>

namespace perso::seal {

using card::ByteView;

namespace {

struct HashColumn {
    const char* kind;
    const char* values; ///< statement: all values of the column
    const char* change; ///< statement: one for another
};

constexpr std::array hash_columns{
    HashColumn{"photograph", "seal_plain_photographs", "seal_photograph"},
    HashColumn{"birth", "seal_plain_births", "seal_birth"},
    HashColumn{"household", "seal_plain_households", "seal_household"},
    HashColumn{"address", "seal_plain_addresses", "seal_address"},
};

} // namespace

void Seal::adopt(store::Database& database, card::Time now)
{
    adopt_renewals(database);
    if (database.number("seal_is_adopted") != 0)
        return;
    database.change([&] {
        if (database.number("seal_is_adopted") != 0)
            return; // another process was faster
        if (database.number("seal_older") > 0) {
            adopt_records(database, now);
            adopt_hashes(database);
            audit::note(database, now, {.event = audit::events::sealed});
        }
        database.execute("seal_adopted", {{":at", std::int64_t{now.time_since_epoch().count()}}});
    });
}

void Seal::adopt_records(store::Database& database, card::Time now)
{
    for (;;) { // a few at a time: each has a photograph
        const auto rows = database.rows("seal_plain_jobs");
        if (rows.empty())
            break;
        for (const auto& row : rows) {
            const store::Application application{.number = row.text(0),
                .personal_number = row.text(1),
                .record = row.text(2),
                .photograph = row.bytes(3),
                .signature = row.bytes(4)};
            keep(database, application, now);
            const ByteView nothing{};
            database.execute("seal_blank_job", {{":application", application.number}, {":nothing", nothing}});
        }
    }
    for (const auto& row : database.rows("seal_plain_citizens")) {
        const std::string index = card::to_hex(this->index("citizen", card::as_bytes(row.text(1))));
        database.execute("seal_citizen", {{":id", row.number(0)}, {":index", index}});
    }
}

/// Certificates of renewals that are not finished: trace_plain_certificates() left them for who finishes them.
void Seal::adopt_renewals(store::Database& database)
{
    if (database.rows("seal_plain_renewals").empty())
        return;
    database.change([&] {
        for (const auto& row : database.rows("seal_plain_renewals")) {
            const std::string slot = row.text(2);
            const card::Bytes sealed = wrap(store::place_of_renewed(row.number(0), row.number(1), slot), row.bytes(3));
            database.execute("seal_renewal",
                {{":card", row.number(0)}, {":number", row.number(1)}, {":slot", slot}, {":sealed", sealed}});
        }
    });
}

void Seal::adopt_hashes(store::Database& database)
{
    for (const auto& [kind, values, change] : hash_columns)
        for (const auto& row : database.rows(values)) {
            const card::Bytes plain = row.bytes(0);
            const card::Bytes keyed = index(kind, plain);
            database.execute(change, {{":plain", plain}, {":keyed", keyed}});
        }
}

} // namespace perso::seal
