// SPDX-License-Identifier: Apache-2.0
#include "card/trust/installation.hpp"

#include "card/base/error.hpp"
#include "card/trust/status_list.hpp"
#include "card/trust/time_bound.hpp"
#include "card/trust/trust_files.hpp"

namespace card::trust {

namespace {

/// The next root takes over with the first package that it signs.
void check_signer(const Envelope& envelope, const Installation& before)
{
    require(envelope.signer() == before.root || (before.next && envelope.signer() == *before.next),
        Errc::package_untrusted, "package", "another signer than the pinned root");
}

void check_serial(const Manifest& package, const Manifest& before)
{
    require(package.serial > before.serial && package.period.this_update >= before.period.this_update,
        Errc::package_rolled_back, "package", "not newer than what is installed");
    require(package.serial - before.serial <= largest_serial_step, Errc::package_serial_jump, "package",
        "the serial rises by too much");
    require(!package.base || *package.base == before.serial, Errc::package_base_differs, "package",
        "changes another package than is installed");
}

std::optional<std::uint32_t> status_number(const Files& files)
{
    for (const auto& [name, content] : files)
        if (part_of(name) == "status" && name.ends_with(".bin"))
            return StatusList::parse(content).header().number;
    return std::nullopt;
}

/// A package with a higher serial may hold an older list: that would make revoked cards valid again.
void check_status_list(const Files& files, const Files& before)
{
    const auto number = status_number(files);
    require(!number || *number >= status_number(before).value_or(0), Errc::package_rolled_back, "package",
        "its card status list is older than what is installed");
}

/// A statement in the package pins the next root; a package without one takes that back.
std::optional<pki::Certificate> named_next(const Files& files, const pki::Certificate& root)
{
    const auto statement = files.find(std::string{next_root_file});
    return statement == files.end() ? std::nullopt : std::optional{successor(statement->second, root)};
}

/// All that the files are needed for is tried before they are installed.
Installation complete(Manifest manifest, Files files, pki::Certificate root, Time clock)
{
    check_contents(manifest, files);
    try {
        static_cast<void>(load_files(files, &manifest));
        static_cast<void>(load_citizen_files(files));
    } catch (const Error& error) {
        throw Error{Errc::package_invalid, Step{"files of the package"}, error.what()}.with_field(error.field());
    }
    auto next = named_next(files, root);
    const auto recorded = clock_to_record(clock, manifest.period);
    return {std::move(manifest), std::move(files), std::move(root), std::move(next), recorded};
}

} // namespace

std::optional<Installation> install(ByteView p7m, const Installation& before, Time clock)
{
    const Envelope envelope = Envelope::open(p7m);
    check_signer(envelope, before);
    Package package = envelope.unpack();
    // A delta names itself by what results from it, too.
    if (package.manifest.serial == before.manifest.serial && package.manifest.contents == before.manifest.contents &&
        package.manifest.period == before.manifest.period)
        return std::nullopt;
    check_serial(package.manifest, before.manifest);
    Files files =
        package.manifest.base ? apply_delta(before.files, package.manifest, package.files) : std::move(package.files);
    Installation result = complete(std::move(package.manifest), std::move(files), envelope.signer(), clock);
    check_status_list(result.files, before.files);
    return result;
}

Installation install_first(ByteView p7m, ByteView root_fingerprint, Time clock)
{
    const Envelope envelope = Envelope::open(p7m);
    require(equal(envelope.signer().fingerprint(), root_fingerprint), Errc::package_untrusted, "package",
        "another signer than the root of this fingerprint");
    Package package = envelope.unpack();
    require(!package.manifest.base, Errc::package_base_differs, "package", "a delta cannot be the first");
    return complete(std::move(package.manifest), std::move(package.files), envelope.signer(), clock);
}

} // namespace card::trust
