// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/update.hpp"

#include "card/base/error.hpp"

namespace idcard {

namespace trust = card::trust;
using card::Errc;
using card::Error;

namespace {

constexpr std::uint32_t most_deltas = 31; // more of them would be no smaller than the whole

/// What `use` makes of the file; nothing if the mirror has no such file. A file that was continued and is of no use may
/// be two halves of different ones: it is fetched from its first byte once more.
template <typename Use>
auto fetch_and(const Mirror& mirror, const std::string& name, const Use& use) -> std::optional<decltype(use({}))>
{
    for (;;) {
        const std::uint64_t continued = mirror.continued();
        const auto file = mirror.fetch(name);
        if (!file)
            return std::nullopt;
        mirror.forget(name);
        try {
            return use(*file);
        } catch (const Error& error) {
            if (error.code() != Errc::package_invalid || mirror.continued() == continued)
                throw Error{error.code(), error.what()}.with_field(name);
        }
    }
}

/// Nothing if there is no such delta, or it is of no use here: the complete package is left.
std::optional<trust::Installation> by_delta(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t to, card::Time clock)
{
    const auto use = [&](card::ByteView file) { return trust::install(file, before, clock); };
    try {
        auto found = fetch_and(mirror, delta_name(before.manifest.serial, to), use);
        if (found && *found && (*found)->manifest.serial == to)
            return std::move(*found);
    } catch (const Error& error) {
        if (error.code() != Errc::package_invalid && error.code() != Errc::package_base_differs)
            throw;
    }
    return std::nullopt;
}

/// Of the package with this serial, whole; nothing if the mirror has none.
std::optional<trust::Installation> by_whole(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t serial, card::Time clock)
{
    const auto use = [&](card::ByteView file) { return trust::install(file, before, clock); };
    auto found = fetch_and(mirror, package_name(serial), use);
    if (!found)
        return std::nullopt;
    if (!*found)
        throw Error{Errc::mirror_wrong, "the installed package under a newer name"}.with_field(package_name(serial));
    return std::move(*found);
}

/// One serial after the other.
template <typename Step>
std::optional<trust::Installation> step_by_step(const trust::Installation& before, std::uint32_t latest, Step&& step)
{
    std::optional<trust::Installation> at = before;
    while (at && at->manifest.serial < latest)
        at = step(*at, at->manifest.serial + 1);
    return at;
}

std::optional<trust::Installation> by_deltas(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t latest, card::Time clock)
{
    if (latest - before.manifest.serial > most_deltas)
        return std::nullopt;
    return step_by_step(before, latest,
        [&](const trust::Installation& at, std::uint32_t next) { return by_delta(mirror, at, next, clock); });
}

/// Each package is signed by a root that the one before it pins or names: all of them lead from an old root to the
/// newest. Where a delta is missing the whole package of that number does the same.
std::optional<trust::Installation> from_root_to_root(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t latest, card::Time clock)
{
    if (latest - before.manifest.serial > trust::largest_serial_step)
        return std::nullopt;
    return step_by_step(before, latest, [&](const trust::Installation& at, std::uint32_t next) {
        auto found = by_delta(mirror, at, next, clock);
        return found ? std::move(found) : by_whole(mirror, at, next, clock);
    });
}

[[noreturn]] void missing(const std::string& name)
{
    throw Error{Errc::download_failed, "the mirror has no such file"}.with_field(name);
}

std::optional<trust::Installation> fetch_complete(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t serial, card::Time clock)
{
    auto found = by_whole(mirror, before, serial, clock);
    if (!found)
        missing(package_name(serial));
    return found;
}

} // namespace

std::string package_name(std::uint32_t serial)
{
    return "trust-" + std::to_string(serial) + ".p7m";
}

std::string delta_name(std::uint32_t from, std::uint32_t to)
{
    return "trust-" + std::to_string(from) + "-" + std::to_string(to) + ".p7m";
}

std::optional<trust::Installation> fetch_newer(
    const Mirror& mirror, const trust::Installation& before, card::Time clock)
{
    const std::uint32_t latest = mirror.latest();
    if (latest <= before.manifest.serial)
        return std::nullopt;
    if (auto found = by_delta(mirror, before, latest, clock))
        return found;
    if (latest > before.manifest.serial + 1)
        if (auto found = by_deltas(mirror, before, latest, clock))
            return found;
    try {
        return fetch_complete(mirror, before, latest, clock);
    } catch (const Error& error) {
        if (error.code() != Errc::package_untrusted)
            throw;
        if (auto found = from_root_to_root(mirror, before, latest, clock))
            return found;
        throw;
    }
}

trust::Installation fetch_first(const Mirror& mirror, card::ByteView root_fingerprint, card::Time clock)
{
    const std::string name = package_name(mirror.latest());
    const auto use = [&](card::ByteView file) { return trust::install_first(file, root_fingerprint, clock); };
    auto found = fetch_and(mirror, name, use);
    if (!found)
        missing(name);
    return std::move(*found);
}

} // namespace idcard
