// SPDX-License-Identifier: Apache-2.0
#include "issuer/trust_packages.hpp"

#include "base/durable_file.hpp"
#include "base/file_lock.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/pki/pem.hpp"
#include "card/trust/time_bound.hpp"
#include "issuer/list_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace perso {

namespace fs = std::filesystem;
namespace trust = card::trust;

namespace {

constexpr std::string_view prefix = "trust-";
constexpr std::string_view ending = ".p7m";

/// 37 of trust-37.p7m, nothing for changes and other files.
std::optional<std::uint32_t> serial_of(const std::string& name)
{
    if (!name.starts_with(prefix) || !name.ends_with(ending) || name.size() <= prefix.size() + ending.size())
        return std::nullopt;
    const char* const end = name.data() + name.size() - ending.size();
    std::uint32_t serial = 0;
    const auto [at, failure] = std::from_chars(name.data() + prefix.size(), end, serial);
    return failure == std::errc{} && at == end ? std::optional{serial} : std::nullopt;
}

bool is_list(std::string_view part)
{
    return part == "crl" || part == "citizen" || part == "status";
}

trust::Manifest manifest_of(const TrustPackages::Request& request, std::uint32_t serial)
{
    trust::Manifest manifest{.serial = serial,
        .period = {request.now, request.now + request.validity},
        .parts = {},
        .contents = trust::contents_digest(request.files)};
    for (const auto& [name, content] : request.files) {
        const std::string_view part = trust::part_of(name);
        const auto validity = is_list(part) ? request.validity : request.other_validity;
        manifest.parts.insert_or_assign(std::string{part}, trust::Period{request.now, request.now + validity});
    }
    return manifest;
}

/// As a counter takes it that has `before`.
card::Bytes sealed(const trust::Package& package, const TrustPackages::Request& request,
    const std::optional<trust::Installation>& before)
{
    card::Bytes p7m = trust::seal(package, request.root.certificate, request.root.key, request.now);
    const auto installed =
        before ? trust::install(p7m, *before, request.now)
               : std::optional{trust::install_first(p7m, request.root.certificate.fingerprint(), request.now)};
    card::require(installed && installed->files == request.files, card::Errc::package_invalid, "trust package",
        "does not give what it was made of");
    return p7m;
}

/// DER of every file of one folder and ending, by its name in a package.
void add_files(trust::Files& out, const Office& office, const std::string& part, const std::string& file_ending,
    std::string_view pem_label)
{
    for (const fs::path& file : entries_of(office.trust() / part)) {
        if (file.extension() != file_ending)
            continue;
        const std::string name = part + "/" + file.filename().string();
        if (!trust::is_package_file(name))
            throw card::Error{card::Errc::trust_data_invalid, "a name that no package may hold"}.with_field(
                file.string());
        out.emplace(name, card::pki::der_of(read_file(file), pem_label));
    }
}

/// The newest package may have been damaged since: that is told with its name.
trust::Installation open_package(const fs::path& file, card::Time now)
{
    const card::Bytes p7m = read_file(file);
    try {
        return trust::install_first(p7m, trust::Envelope::open(p7m).signer().fingerprint(), now);
    } catch (const card::Error& error) {
        const std::string detail = error.field().empty() ? "" : ": " + error.field();
        throw card::Error{card::Errc::package_invalid, card::Step{"the newest trust package"}, error.what()}.with_field(
            file.string() + detail);
    }
}

} // namespace

TrustPackages::TrustPackages(const Office& office) : folder_{office.directory / "packages"}
{
    make_folder(folder_);
    const fs::path lock = folder_ / ".lock";
    auto locked = lock_if_free(lock);
    if (!locked)
        throw card::Error{card::Errc::package_busy, "another export is under way"}.with_field(lock.string());
    lock_ = std::move(*locked);
}

fs::path TrustPackages::complete(std::uint32_t serial) const
{
    return folder_ / fmt::format("{}{}{}", prefix, serial, ending);
}

std::uint32_t TrustPackages::next_serial() const
{
    std::uint32_t highest = 0;
    for (const fs::path& entry : entries_of(folder_))
        if (const auto serial = serial_of(entry.filename().string()))
            highest = std::max(highest, *serial);
    card::require(highest < trust::largest_serial, card::Errc::unsupported, "trust package", "no number is left");
    return highest + 1;
}

std::optional<trust::Installation> TrustPackages::newest(card::Time now) const
{
    const std::uint32_t next = next_serial();
    if (next == 1)
        return std::nullopt;
    trust::Installation found = open_package(complete(next - 1), now);
    const card::Time made = found.manifest.period.this_update;
    if (now < made)
        throw trust::clock_error(card::day_of(now), card::day_of(made));
    return found;
}

trust::Manifest TrustPackages::add(const Request& request, const std::optional<trust::Installation>& before)
{
    if (before)
        issuer::require_later_lists(before->files, request.files);
    const trust::Package whole{manifest_of(request, next_serial()), request.files};
    const std::uint32_t serial = whole.manifest.serial;
    std::vector<std::pair<fs::path, card::Bytes>> made{{complete(serial), sealed(whole, request, before)}};
    if (before) {
        trust::Package delta{whole.manifest, trust::make_delta(before->files, request.files)};
        const std::uint32_t base = before->manifest.serial;
        delta.manifest.base = base;
        delta.manifest.removed = trust::removed_files(before->files, request.files);
        made.emplace_back(
            folder_ / fmt::format("{}{}-{}{}", prefix, base, serial, ending), sealed(delta, request, before));
    }
    // Nothing is published before all of it is known to be good. An attempt that ends between the two gave the number:
    // its changes are missing, and counters fetch the whole.
    remove_drafts(folder_);
    for (const auto& [file, p7m] : made)
        publish_file(file, p7m, Readers::everybody);
    publish_file(folder_ / "latest", card::as_bytes(fmt::format("{}\n", serial)), Readers::everybody);
    return whole.manifest;
}

trust::Files own_trust_files(const Office& office)
{
    trust::Files files;
    for (const char* part : {"csca", "link"})
        add_files(files, office, part, ".cer", card::pki::pem::certificate);
    files.emplace("policy.toml", read_file(office.trust() / "policy.toml"));
    return files;
}

trust::Files lists_of_ceremonies(const Office& office)
{
    trust::Files files;
    add_files(files, office, "crl", ".crl", card::pki::pem::revocation_list);
    return files;
}

} // namespace perso
