// SPDX-License-Identifier: Apache-2.0
#include "seal/data_keys.hpp"

#include "card/base/error.hpp"

namespace perso::seal {

using card::Errc;

namespace {

constexpr std::string_view step = "open a data key";
constexpr std::size_t key_size = 32;
constexpr std::size_t id_size = 8;

card::Bytes place(std::int64_t id)
{
    return card::concat({card::as_bytes("data_key"), card::big_endian(static_cast<std::uint64_t>(id), id_size)});
}

/// Random, so that a number that was never kept is met by no other process.
std::int64_t draw_id(card::crypto::RandomSource& random)
{
    std::uint64_t id = 0;
    for (const std::uint8_t byte : random.bytes(id_size))
        id = id << 8 | byte;
    return static_cast<std::int64_t>(id >> 1);
}

store::Row row_of(store::Database& database, std::int64_t id)
{
    auto row = database.row("seal_key", {{":id", id}});
    card::require(row.has_value(), Errc::seal_broken, step, "no such key");
    return *std::move(row);
}

} // namespace

DataKeys::DataKey DataKeys::draw(card::crypto::RandomSource& random)
{
    DataKey drawn{.id = draw_id(random), .key = random.secret(key_size), .wrapped = {}};
    drawn.wrapped = keys_.wrap(place(drawn.id), drawn.key);
    return drawn;
}

std::string_view DataKeys::name(intake::DataClass data_class)
{
    card::require(data_class != intake::DataClass::prohibited, Errc::internal, "data key", "nothing of it is kept");
    return data_class == intake::DataClass::general ? "general" : "specific";
}

void DataKeys::keep(store::Database& database, const DataKey& key, intake::DataClass data_class, card::Time now)
{
    database.execute("seal_add_key", {{":id", key.id}, {":wrapped", key.wrapped}, {":class", name(data_class)},
                                         {":at", std::int64_t{now.time_since_epoch().count()}}});
}

bool DataKeys::is_destroyed(store::Database& database, std::int64_t id)
{
    return row_of(database, id).is_null(0);
}

card::SecureBytes DataKeys::open(store::Database& database, std::int64_t id)
{
    const store::Row row = row_of(database, id);
    card::require(!row.is_null(0), Errc::data_purged, step, "the key of these data was destroyed");
    card::SecureBytes key = keys_.unwrap(place(id), row.bytes(0));
    card::require(key.size() == key_size, Errc::seal_broken, step, "not a data key");
    return key;
}

} // namespace perso::seal
