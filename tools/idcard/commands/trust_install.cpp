// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "idcard/context.hpp"
#include "idcard/trust/installed_trust.hpp"
#include "idcard/trust/pem.hpp"
#include "idcard/trust/regular_file.hpp"
#include "idcard/trust/update.hpp"
#include "idcard/trust_data.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>

namespace idcard {

namespace fs = std::filesystem;
namespace trust = card::trust;
using card::Errc;
using card::Error;

namespace {

struct Options {
    std::string source; ///< a file, or the address of a mirror
    std::string folder;
    std::string root; ///< fingerprint
    std::string pem;

    fs::path place() const { return folder.empty() ? default_trust_folder() : fs::path{folder}; }
};

constexpr std::size_t fingerprint_bytes = 32;

card::Time now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// Digits in pairs, as tools show them with colons or without.
card::Bytes read_fingerprint(std::string text)
{
    std::erase(text, ':');
    card::Bytes fingerprint;
    try {
        fingerprint = card::from_hex(text);
    } catch (const Error&) { // said below
    }
    if (fingerprint.size() != fingerprint_bytes)
        throw Error{Errc::usage, "no SHA-256 fingerprint"}.with_field("--root");
    return fingerprint;
}

/// How a package is taken for this computer: from what is there, or, the first time, under a root that is named.
struct Source {
    std::function<std::optional<trust::Installation>(const trust::Installation& before)> next;
    std::function<trust::Installation(card::ByteView root)> first;
};

void report(const Context& context, const trust::Manifest& manifest, bool changed)
{
    if (context.program.json) {
        std::cout << nlohmann::json{{"schema", "idcard/trust-import-1"}, {"changed", changed},
                         {"serial", manifest.serial}, {"this_update", trust::utc_text(manifest.period.this_update)},
                         {"next_update", trust::utc_text(manifest.period.next_update)}}
                         .dump()
                  << '\n';
        return;
    }
    std::cout << (changed ? context.text("New trust data are installed.")
                          : context.text("The installed trust data are the newest."))
              << '\n';
    const auto line = [](const std::string& label, const auto& value) { std::cout << label << ' ' << value << '\n'; };
    line(context.text("Number of the package:"), manifest.serial);
    line(context.text("Made at:"), trust::utc_text(manifest.period.this_update));
    line(context.text("Newer ones are due at:"), trust::utc_text(manifest.period.next_update));
}

trust::Installation first_installation(const Options& options, const Source& source)
{
    if (options.root.empty())
        throw Error{Errc::root_missing, "the first package needs the fingerprint of the root"};
    return source.first(read_fingerprint(options.root));
}

std::optional<trust::Installation> after(
    const std::optional<trust::Installation>& before, const Options& options, const Source& source)
{
    if (!before)
        return first_installation(options, source);
    if (!options.root.empty() && read_fingerprint(options.root) != before->root.fingerprint())
        throw Error{Errc::package_untrusted, "another root is pinned"}.with_field("--root");
    return source.next(*before);
}

/// False if another import came first: then all begins anew with what that installed.
bool install_once(const Context& context, const Options& options, const Source& source)
{
    const TrustPlace place{options.place()};
    const auto before = installed_in(place);
    const auto next = after(before, options, source); // may take long: nobody is kept waiting meanwhile
    const trust::Installation& result = next ? *next : *before;
    std::optional<PemFiles> pem;
    if (!options.pem.empty())
        pem.emplace(options.pem, result.files);
    TrustInstaller installer{place};
    if (!installer.still_holds(before))
        return false;
    if (next)
        installer.replace(*next);
    report(context, result.manifest, next.has_value());
    if (pem)
        pem->keep();
    return true;
}

void install(const Context& context, const Options& options, const Source& source)
{
    while (!install_once(context, options, source))
        continue;
}

void import_file(const Context& context, const Options& options)
{
    const card::Bytes file = read_regular_file(options.source, trust::max_package_size);
    const auto named = [&](const auto& use) {
        try {
            return use();
        } catch (const Error& error) {
            throw Error{error.code(), error.what()}.with_field(options.source);
        }
    };
    install(context, options,
        {.next =
                [&](const trust::Installation& before) {
                    return named([&] { return trust::install(file, before, now()); });
                },
            .first =
                [&](card::ByteView root) { return named([&] { return trust::install_first(file, root, now()); }); }});
}

void update(const Context& context, const Options& options)
{
    const Mirror mirror{options.source, TrustPlace{options.place()}.beside(".", ".download")};
    install(context, options,
        {.next = [&](const trust::Installation& before) { return fetch_newer(mirror, before, now()); },
            .first = [&](card::ByteView root) { return fetch_first(mirror, root, now()); }});
}

void add_common_options(CLI::App& command, const Context& context, Options& options)
{
    command.add_option("--trust", options.folder, context.text("Folder with the trust data"))
        ->type_name(context.text("FOLDER"));
    command
        .add_option("--root", options.root,
            context.text("SHA-256 fingerprint of the authority's root, for the first package of this computer"))
        ->type_name("HEX");
    command
        .add_option("--pem", options.pem,
            context.text("Write the CAs of the holders' keys and their revocation lists here, for web servers"))
        ->type_name(context.text("FOLDER"));
}

} // namespace

void add_trust_import(CLI::App& trust, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = trust.add_subcommand("import", context.text("Install a trust package from a file"));
    command->add_option("file", options->source, context.text("The trust package"))
        ->type_name(context.text("FILE"))
        ->required();
    add_common_options(*command, context, *options);
    command->callback([options, &context] { import_file(context, *options); });
}

void add_trust_update(CLI::App& trust, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = trust.add_subcommand("update", context.text("Fetch the newest trust data from a mirror"));
    command->add_option("url", options->source, context.text("Address of the folder with the packages"))
        ->type_name("URL")
        ->required();
    add_common_options(*command, context, *options);
    command->callback([options, &context] { update(context, *options); });
}

} // namespace idcard
