// SPDX-License-Identifier: Apache-2.0
#include "seal/data_keys.hpp"

#include "card/base/error.hpp"

namespace perso::seal {

using card::Errc;

namespace {

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

} // namespace

DataKeys::DataKey DataKeys::draw(card::crypto::RandomSource& random)
{
    DataKey drawn{.id = draw_id(random), .key = random.secret(key_size), .wrapped = {}};
    drawn.wrapped = keys_.wrap(place(drawn.id), drawn.key);
    return drawn;
}

void DataKeys::keep(store::Database& database, const DataKey& key, card::Time now)
{
    database.execute("seal_add_key", {{":id", key.id}, {":wrapped", card::ByteView{key.wrapped}},
                                         {":at", std::int64_t{now.time_since_epoch().count()}}});
}

card::SecureBytes DataKeys::open(store::Database& database, std::int64_t id)
{
    constexpr std::string_view step = "open a data key";
    const auto row = database.row("seal_key", {{":id", id}});
    card::require(row.has_value(), Errc::seal_broken, step, "no such key");
    card::require(!row->is_null(0), Errc::data_purged, step, "the key of these data was destroyed");
    card::SecureBytes key = keys_.unwrap(place(id), row->bytes(0));
    card::require(key.size() == key_size, Errc::seal_broken, step, "not a data key");
    return key;
}

} // namespace perso::seal
