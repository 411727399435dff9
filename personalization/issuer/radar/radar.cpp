// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/radar.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/spki.hpp"
#include "issuer/radar/ec_checks.hpp"
#include "issuer/radar/rsa_checks.hpp"
#include "issuer/radar/shared_factor.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"

#include <fmt/format.h>

namespace perso::issuer::radar {

using card::Errc;
using card::crypto::Point;
using card::crypto::RsaPublicKey;
using store::Row;

namespace {

constexpr std::int64_t page = 4096; ///< moduli that are in memory at a time: one megabyte at 2048 bits

[[noreturn]] void refuse(const NewKey& key, const std::string& weakness)
{
    throw card::Error{Errc::key_weak, card::Step{weakness}, "the key radar refuses a public key"}.with_field(
        std::string{key.slot});
}

[[noreturn]] void refuse_own_key(std::string_view label, const std::string& weakness)
{
    throw card::Error{Errc::certificate_unfit, card::Step{weakness}, "the key radar refuses a key of the office"}
        .with_field(std::string{label});
}

std::optional<std::string> weakness_alone(const card::crypto::PublicKey& key)
{
    if (const Point* const point = std::get_if<Point>(&key))
        return has_trivial_private_key(*point) ? std::optional{std::string{"trivial_private_key"}} : std::nullopt;
    const auto& rsa = std::get<RsaPublicKey>(key);
    const auto weakness = weakness_of(rsa.modulus(), rsa.exponent());
    return weakness ? std::optional{std::string{name(*weakness)}} : std::nullopt;
}

const card::Bytes* modulus_of(const card::crypto::PublicKey& key)
{
    const auto* const rsa = std::get_if<RsaPublicKey>(&key);
    return rsa == nullptr ? nullptr : &rsa->modulus();
}

/// Calls `each` with number and modulus of every RSA key between these numbers.
template <typename Each>
void for_each_modulus(store::Database& database, std::int64_t after, std::int64_t last, Each&& each)
{
    for (;;) {
        const store::Rows rows = database.rows("radar_moduli", {{":after", after}, {":last", last}, {":most", page}});
        for (const Row& row : rows)
            each(row.number(0), row.bytes(1));
        if (rows.size() < static_cast<std::size_t>(page))
            return;
        after = rows.back().number(0);
    }
}

} // namespace

card::Bytes print_of(const card::crypto::PublicKey& key)
{
    using card::crypto::Hash;
    if (const Point* const point = std::get_if<Point>(&key))
        return card::crypto::digest(
            Hash::sha256, card::concat({card::as_bytes(card::crypto::curve_name(point->curve())), point->x()}));
    return card::crypto::digest(
        Hash::sha256, card::concat({card::as_bytes("RSA"), std::get<RsaPublicKey>(key).modulus()}));
}

void require_strong(const card::crypto::PublicKey& key, std::string_view label)
{
    if (const auto weakness = weakness_alone(key))
        refuse_own_key(label, *weakness);
}

void Radar::require_unseen(const Point& key, std::string_view label) const
{
    const card::Bytes print = print_of(key);
    const card::Bytes hash = card::pki::key_hash(key);
    if (database_.row("radar_seen", {{":print", print}}) || database_.row("radar_signer", {{":key_hash", hash}}))
        refuse_own_key(label, "same_key");
}

void Radar::admit(const NewKey& key, card::Time now)
{
    const card::Bytes print = print_of(key.key);
    const card::Bytes* const modulus = modulus_of(key.key);
    const auto weakness = weakness_alone(key.key);

    // All keys that were there a moment ago, without holding anybody up.
    const std::int64_t last = modulus == nullptr ? 0 : database_.number("radar_last");
    std::optional<Find> find = weakness ? std::optional{Find{*weakness}} : std::nullopt;
    bool entered = false;
    if (!find)
        find = seen_before(key, print, entered);
    if (entered)
        return require_nothing_found(key, print);
    if (!find && modulus != nullptr)
        find = shares_factor(*modulus, 0, last);

    database_.change([&] {
        if (!find)
            find = seen_before(key, print, entered);
        if (!find && !entered && modulus != nullptr)
            find = shares_factor(*modulus, last, database_.number("radar_last"));
        if (find)
            tell(key, *find, now);
        else if (!entered)
            database_.execute("radar_add",
                {{":print", print}, {":card", key.card}, {":slot", key.slot},
                    {":modulus", modulus == nullptr ? store::Value{nullptr} : store::Value{card::ByteView{*modulus}}},
                    {":at", now.time_since_epoch().count()}});
    });
    if (find)
        refuse(key, find->weakness);
}

/// A later card may have shown that this key is not its own.
void Radar::require_nothing_found(const NewKey& key, card::ByteView print) const
{
    if (const auto row = database_.row("radar_find_on", {{":print", print}}))
        refuse(key, row->text(0));
}

std::optional<Radar::Find> Radar::seen_before(const NewKey& key, card::ByteView print, bool& entered) const
{
    const auto row = database_.row("radar_seen", {{":print", print}});
    if (!row)
        return std::nullopt;
    entered = row->number(0) == key.card && row->text(1) == key.slot;
    if (entered)
        return std::nullopt;
    return Find{"same_key", row->number(0), card::to_bytes(print)};
}

std::optional<Radar::Find> Radar::shares_factor(card::ByteView modulus, std::int64_t after, std::int64_t last) const
{
    SharedFactor search{modulus};
    for_each_modulus(database_, after, last, [&](std::int64_t, const card::Bytes& earlier) { search.add(earlier); });
    if (!search.found())
        return std::nullopt;
    Find find{"shared_factor"};
    for_each_modulus(database_, after, last, [&](std::int64_t number, const card::Bytes& earlier) {
        if (find.other_card || !share_factor(modulus, earlier))
            return;
        const Row other = database_.row("radar_key_of", {{":id", number}}).value();
        find.other_card = other.number(0);
        find.other_print = other.bytes(2);
    });
    return find;
}

void Radar::tell(const NewKey& key, const Find& find, card::Time now)
{
    const store::Value other = find.other_card ? store::Value{*find.other_card} : store::Value{nullptr};
    const store::Value print = find.other_card ? store::Value{card::ByteView{find.other_print}} : store::Value{nullptr};
    database_.execute(
        "radar_add_find", {{":card", key.card}, {":slot", key.slot}, {":weakness", find.weakness}, {":other", other},
                              {":other_print", print}, {":at", now.time_since_epoch().count()}});
    const auto note = [&](std::int64_t card) {
        audit::note(database_, now,
            {.event = audit::events::key_weak, .card = card, .detail = fmt::format("{}: {}", key.slot, find.weakness)});
    };
    note(key.card);
    if (find.other_card && *find.other_card != key.card)
        note(*find.other_card);
}

Radar::Statistics Radar::statistics() const
{
    Statistics statistics{.keys = database_.number("radar_keys"), .finds = {}};
    for (const Row& row : database_.rows("radar_finds"))
        statistics.finds.emplace(row.text(0), row.number(1));
    return statistics;
}

} // namespace perso::issuer::radar
