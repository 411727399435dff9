// SPDX-License-Identifier: Apache-2.0
#include "seal/purge.hpp"

#include "journal/events.hpp"
#include "journal/note.hpp"
#include "seal/data_keys.hpp"

#include <fmt/format.h>

namespace perso::seal {

using intake::DataClass;

Purged purge(store::Database& database, std::chrono::days keep, const std::string& person, card::Time now)
{
    return database.change([&] {
        Purged purged;
        const std::int64_t at{now.time_since_epoch().count()};
        for (const DataClass data_class : {DataClass::specific, DataClass::general}) {
            const std::int64_t before{(now - intake::kept_after(data_class, keep)).time_since_epoch().count()};
            for (const auto& key : database.rows(
                     "seal_due_keys", {{":before", before}, {":class", DataKeys::name(data_class)}, {":at", at}})) {
                const std::int64_t records = key.number(1);
                database.execute("seal_destroy_key", {{":id", key.number(0)}, {":at", at}});
                audit::note(database, now,
                    {.event = audit::events::purged,
                        .person = person,
                        .detail = fmt::format("{} {}", key.number(0), records)});
                ++purged.keys;
                purged.records += key.number(2);
            }
        }
        return purged;
    });
}

std::vector<Overdue> overdue(store::Database& database, std::chrono::days keep, card::Time now)
{
    std::vector<Overdue> all;
    const std::int64_t before{(now - intake::kept_after(DataClass::specific, keep)).time_since_epoch().count()};
    for (const auto& key : database.rows("seal_overdue_keys", {{":before", before}})) {
        Overdue one{.imported = key.time(1), .records = key.number(2), .held = key.number(3), .holders = {}};
        for (const auto& row : database.rows("seal_holders", {{":id", key.number(0)}}))
            one.holders.push_back({.application = row.text(0), .state = row.text(1)});
        all.push_back(std::move(one));
    }
    return all;
}

bool is_purged(store::Database& database, std::string_view application, DataClass data_class)
{
    const bool general = data_class == DataClass::general;
    return database.number(
               general ? "seal_is_purged" : "seal_is_purged_of_specific", {{":application", application}}) != 0;
}

} // namespace perso::seal
