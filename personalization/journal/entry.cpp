// SPDX-License-Identifier: Apache-2.0
#include "journal/entry.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"

namespace perso::audit {

namespace {

void add(card::Bytes& out, card::ByteView field)
{
    card::append(out, card::big_endian(field.size(), 4));
    card::append(out, field);
}

void add(card::Bytes& out, std::int64_t number)
{
    add(out, card::big_endian(static_cast<std::uint64_t>(number), 8));
}

template <typename Array>
Array exactly(card::ByteView column, std::string_view what)
{
    Array array;
    if (column.size() != array.size())
        throw card::Error{card::Errc::audit_broken, card::Step{"journal"}, "a value of another length"}.with_field(
            std::string{what});
    std::copy(column.begin(), column.end(), array.begin());
    return array;
}

} // namespace

card::Bytes canonical(const StoreId& store, const Entry& entry)
{
    card::Bytes out;
    add(out, entry.number);
    add(out, std::int64_t{entry.at.time_since_epoch().count()});
    add(out, store);
    add(out, card::as_bytes(entry.event));
    if (entry.card)
        add(out, *entry.card);
    else
        add(out, card::ByteView{});
    add(out, card::as_bytes(entry.application));
    add(out, card::as_bytes(entry.person));
    add(out, card::as_bytes(entry.detail));
    return out;
}

Head next_head(const Head& before, const StoreId& store, const Entry& entry)
{
    return head(card::crypto::digest(card::crypto::Hash::sha256, {before, canonical(store, entry)}));
}

StoreId store_id(card::ByteView column)
{
    return exactly<StoreId>(column, "store");
}

Head head(card::ByteView column)
{
    return exactly<Head>(column, "head");
}

} // namespace perso::audit
