// SPDX-License-Identifier: Apache-2.0
#include "trust_packages.hpp"

#include "card/base/error.hpp"
#include "durable_file.hpp"
#include "read_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

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

} // namespace

TrustPackages::TrustPackages(const Office& office) : folder_{office.directory / "packages"}
{
    fs::create_directories(folder_);
}

fs::path TrustPackages::complete(std::uint32_t serial) const
{
    return folder_ / fmt::format("{}{}{}", prefix, serial, ending);
}

std::uint32_t TrustPackages::next_serial() const
{
    std::uint32_t highest = 0;
    for (const auto& entry : fs::directory_iterator{folder_})
        if (const auto serial = serial_of(entry.path().filename().string()))
            highest = std::max(highest, *serial);
    card::require(highest < trust::largest_serial, card::Errc::unsupported, "trust package", "no number is left");
    return highest + 1;
}

std::optional<TrustPackages::Made> TrustPackages::newest() const
{
    const std::uint32_t next = next_serial();
    if (next == 1)
        return std::nullopt;
    const auto envelope = trust::Envelope::open(read_file(complete(next - 1)));
    return Made{envelope.unpack(), envelope.signer()};
}

trust::Manifest TrustPackages::add(const Request& request, const std::optional<Made>& before)
{
    trust::Package whole{manifest_of(request, next_serial()), request.files};
    const std::uint32_t serial = whole.manifest.serial;
    if (before) {
        trust::Package delta{whole.manifest, trust::make_delta(before->package.files, request.files)};
        const std::uint32_t base = before->package.manifest.serial;
        delta.manifest.base = base;
        delta.manifest.removed = trust::removed_files(before->package.files, request.files);
        const fs::path file = folder_ / fmt::format("{}{}-{}{}", prefix, base, serial, ending);
        fs::remove(file); // of an attempt that came no further: its number was never given
        write_new_file(file, seal(delta, request.root.certificate, request.root.key, request.now));
    }
    write_new_file(complete(serial), seal(whole, request.root.certificate, request.root.key, request.now));
    name_latest(serial);
    return whole.manifest;
}

void TrustPackages::name_latest(std::uint32_t serial) const
{
    const fs::path draft = folder_ / ".latest.new";
    fs::remove(draft);
    write_new_file(draft, card::as_bytes(fmt::format("{}\n", serial)));
    fs::rename(draft, folder_ / "latest");
    sync_directory(folder_);
}

trust::Files own_trust_files(const Office& office)
{
    trust::Files files;
    for (const char* part : {"csca", "link"}) {
        std::error_code absent;
        for (const auto& entry : fs::directory_iterator{office.trust() / part, absent}) {
            const std::string name = std::string{part} + "/" + entry.path().filename().string();
            if (trust::is_package_file(name))
                files.emplace(name, read_file(entry.path()));
        }
    }
    files.emplace("policy.toml", read_file(office.trust() / "policy.toml"));
    return files;
}

} // namespace perso
