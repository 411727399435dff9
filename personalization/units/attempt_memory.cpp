// SPDX-License-Identifier: Apache-2.0
#include "units/attempt_memory.hpp"

#include "issuer/hsm.hpp"

namespace perso::units {

namespace {

/// What is sealed opens in this row of the store alone.
card::Bytes place(const Work& work, const std::string& item)
{
    constexpr std::size_t number_size = 8;
    return card::concat(
        {card::as_bytes("unit_memory"), card::big_endian(static_cast<std::uint64_t>(work.id), number_size),
            card::big_endian(static_cast<std::uint64_t>(work.card), number_size), card::as_bytes(item)});
}

Items copy(const Items& items)
{
    Items copied;
    for (const auto& [item, value] : items)
        copied.emplace(item, value.clone());
    return copied;
}

} // namespace

AttemptMemory::AttemptMemory(store::Database& database, issuer::Token& token) : database_{database}, token_{token}
{
    if (!token.has_key(issuer::label::attempt_memory))
        token.generate_sealing_key(issuer::label::attempt_memory);
}

void AttemptMemory::save(const Work& work, const Items& items)
{
    if (of_work_ != work.id)
        load(work);
    for (const auto& [item, value] : items) {
        const auto kept = kept_.find(item);
        if (kept != kept_.end() && card::ct_equal(kept->second, value))
            continue;
        const card::Bytes sealed = token_.seal(issuer::label::attempt_memory, place(work, item), value);
        database_.execute("units_remember", {{":work", work.id}, {":item", item}, {":sealed", sealed}});
    }
    for (const auto& [item, value] : kept_)
        if (!items.contains(item))
            database_.execute("units_forget_item", {{":work", work.id}, {":item", item}});
}

void AttemptMemory::saved(const Work& work, Items items)
{
    of_work_ = work.id;
    kept_ = std::move(items);
}

Items AttemptMemory::load(const Work& work)
{
    Items items;
    for (const auto& row : database_.rows("units_recall", {{":work", work.id}})) {
        const std::string item = row.text(0);
        items.emplace(item, token_.open(issuer::label::attempt_memory, place(work, item), row.bytes(1)));
    }
    of_work_ = work.id;
    kept_ = copy(items);
    return items;
}

} // namespace perso::units
