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

std::optional<trust::Installation> by_deltas(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t latest, card::Time clock, std::uint32_t most)
{
    if (latest - before.manifest.serial > most)
        return std::nullopt;
    std::optional<trust::Installation> at = before;
    while (at && at->manifest.serial != latest)
        at = by_delta(mirror, *at, at->manifest.serial + 1, clock);
    return at;
}

[[noreturn]] void missing(const std::string& name)
{
    throw Error{Errc::download_failed, "the mirror has no such file"}.with_field(name);
}

std::optional<trust::Installation> fetch_complete(
    const Mirror& mirror, const trust::Installation& before, std::uint32_t serial, card::Time clock)
{
    const auto use = [&](card::ByteView file) { return trust::install(file, before, clock); };
    auto found = fetch_and(mirror, package_name(serial), use);
    if (!found)
        missing(package_name(serial));
    if (!*found)
        throw Error{Errc::download_failed, "the installed package under a newer name"}.with_field(package_name(serial));
    return std::move(*found);
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
        if (auto found = by_deltas(mirror, before, latest, clock, most_deltas))
            return found;
    try {
        return fetch_complete(mirror, before, latest, clock);
    } catch (const Error& error) {
        if (error.code() != Errc::package_untrusted)
            throw;
        // The root may have changed meanwhile: each change names its successor, so all of them lead there.
        if (auto found = by_deltas(mirror, before, latest, clock, trust::largest_serial_step))
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
