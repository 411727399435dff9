// SPDX-License-Identifier: Apache-2.0
#include "trust_packages.hpp"

#include "card/base/error.hpp"
#include "card/pki/pem.hpp"
#include "card/trust/time_bound.hpp"
#include "durable_file.hpp"
#include "read_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

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

/// Under its name only when it is whole. It holds nothing that is secret.
void publish(const fs::path& file, card::ByteView content)
{
    constexpr auto everybody = static_cast<fs::perms>(0644);
    const fs::path draft = file.parent_path() / ".new";
    fs::remove(draft); // of an attempt that came no further
    write_new_file(draft, content);
    fs::permissions(draft, everybody);
    fs::rename(draft, file);
    sync_directory(file.parent_path());
}

} // namespace

TrustPackages::TrustPackages(const Office& office) : folder_{office.directory / "packages"}
{
    fs::create_directories(folder_);
    const fs::path lock = folder_ / ".lock";
    lock_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    const bool held = lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) == 0;
    if (held)
        return;
    if (lock_ >= 0)
        ::close(lock_);
    throw card::Error{card::Errc::package_busy, "another export is under way"}.with_field(lock.string());
}

TrustPackages::~TrustPackages()
{
    ::close(lock_);
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

std::optional<trust::Installation> TrustPackages::newest(card::Time now) const
{
    const std::uint32_t next = next_serial();
    if (next == 1)
        return std::nullopt;
    const card::Bytes p7m = read_file(complete(next - 1));
    const auto root = trust::Envelope::open(p7m).signer().fingerprint();
    trust::Installation found = trust::install_first(p7m, root, now);
    const card::Time made = found.manifest.period.this_update;
    if (now < made)
        throw trust::clock_error(card::day_of(now), card::day_of(made));
    return found;
}

trust::Manifest TrustPackages::add(const Request& request, const std::optional<trust::Installation>& before)
{
    trust::Package whole{manifest_of(request, next_serial()), request.files};
    const std::uint32_t serial = whole.manifest.serial;
    publish(complete(serial), sealed(whole, request, before));
    if (before) { // an attempt that ends here gave the number: its changes are missing, and counters fetch the whole
        trust::Package delta{whole.manifest, trust::make_delta(before->files, request.files)};
        const std::uint32_t base = before->manifest.serial;
        delta.manifest.base = base;
        delta.manifest.removed = trust::removed_files(before->files, request.files);
        publish(folder_ / fmt::format("{}{}-{}{}", prefix, base, serial, ending), sealed(delta, request, before));
    }
    name_latest(serial);
    return whole.manifest;
}

void TrustPackages::name_latest(std::uint32_t serial) const
{
    publish(folder_ / "latest", card::as_bytes(fmt::format("{}\n", serial)));
}

trust::Files own_trust_files(const Office& office)
{
    trust::Files files;
    for (const char* part : {"csca", "link"}) {
        const fs::path folder = office.trust() / part;
        if (!fs::exists(folder))
            continue;
        for (const auto& entry : fs::directory_iterator{folder}) {
            const fs::path ending = entry.path().extension();
            const bool is_master_list = ending == ".ml" || ending == ".ldif";
            if (ending != ".cer" && !is_master_list)
                continue;
            const std::string name = std::string{part} + "/" + entry.path().filename().string();
            if (!trust::is_package_file(name))
                throw card::Error{card::Errc::trust_data_invalid, "a name that no package may hold"}.with_field(
                    entry.path().string());
            card::Bytes content = read_file(entry.path());
            files.emplace(
                name, is_master_list ? std::move(content) : card::pki::der_of(content, card::pki::pem::certificate));
        }
    }
    files.emplace("policy.toml", read_file(office.trust() / "policy.toml"));
    return files;
}

} // namespace perso
