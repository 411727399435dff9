// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "issuer/revocation_lists.hpp"
#include "issuer/trust_packages.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace trust = card::trust;

namespace {

constexpr int default_days = 30;
constexpr int longest_days = 366;
constexpr std::chrono::days other_validity{366};

struct Options {
    std::string person;
    int days = default_days;
    bool new_root = false;
    bool switch_root = false;
    std::optional<int> hsm_pin_fd;
};

/// Who signs this package, and what it says about the root after that.
struct Roots {
    issuer::CertifiedKey present;
    std::optional<card::Bytes> statement; ///< by the next root
};

bool names_next(const std::optional<trust::Installation>& before)
{
    return before && before->files.contains(std::string{trust::next_root_file});
}

unsigned present_number(const Office& office, const std::optional<trust::Installation>& before)
{
    if (!before)
        return 1;
    const auto number = issuer::number_of_package_root(office, before->root);
    card::require(number.has_value(), card::Errc::package_untrusted, "roots of packages",
        "the newest package was signed by none of this office");
    return *number;
}

/// A new root is named in every package until it signs one itself.
Roots open_roots(issuer::Hsm& hsm, const Office& office, const card::profile::Profile& profile, const Options& options,
    const std::optional<trust::Installation>& before, card::Time now)
{
    const unsigned number = present_number(office, before);
    if (options.switch_root) {
        if (!names_next(before))
            throw card::Error{card::Errc::usage, "no package has named the next root yet"}.with_field("--switch-root");
        return {issuer::open_package_root(hsm, office, profile, number + 1, now), std::nullopt};
    }
    Roots roots{issuer::open_package_root(hsm, office, profile, number, now), std::nullopt};
    if (names_next(before))
        roots.statement = before->files.at(std::string{trust::next_root_file});
    else if (options.new_root) {
        const auto next = issuer::open_package_root(hsm, office, profile, number + 1, now);
        roots.statement = trust::hand_over(roots.present.certificate, next.certificate, next.key, now);
    }
    return roots;
}

void report(const Context& context, const trust::Manifest& manifest, const std::filesystem::path& file,
    const card::pki::Certificate& root)
{
    const std::string fingerprint = card::to_hex(root.fingerprint());
    if (context.json()) {
        std::cout << nlohmann::json{{"schema", "idcard/trust-export-1"}, {"serial", manifest.serial},
                         {"file", file.string()}, {"root", fingerprint}}
                         .dump()
                  << '\n';
        return;
    }
    std::cout << context.text("The trust package is made:") << ' ' << file.string() << '\n'
              << context.text("SHA-256 fingerprint of its root:") << ' ' << fingerprint << '\n';
}

/// As the journal and the approver's card name what is signed.
std::string action(const Options& options)
{
    if (options.new_root)
        return std::string{audit::events::trust_new_root};
    return std::string{options.switch_root ? audit::events::trust_switch_root : audit::events::trust_export};
}

/// What is about to be signed, and then what was.
void note(store::Database& database, const Options& options, std::string_view event, const std::string& detail)
{
    database.change(
        [&] { audit::note(database, now(), {.event = event, .person = options.person, .detail = detail}); });
}

void run(Context& context, const Options& options)
{
    const Office office = context.office();
    TrustPackages packages{office};
    const auto before = packages.newest(now());
    context.log_in(office, options.person, Role::approver, action(options));
    const card::Time time = now();
    const auto database = context.open_database(office);
    purge_due(*database, office); // throws if the clock is not believed
    take_back_cut_off(context, office);
    const auto store = open_store(office, *database);
    const auto pin = read_hsm_pin(context, options.hsm_pin_fd);
    issuer::Issuer issuer{office, context.profile(), pin};
    note(*database, options, action(options), {});
    const Roots roots = open_roots(issuer.hsm(), office, context.profile(), options, before, time);

    trust::Files files = own_trust_files(office);
    const trust::Files ceremony = lists_of_ceremonies(office);
    const trust::Files previous = before ? before->files : trust::Files{};
    files.merge(issuer::make_revocation_lists(
        issuer, *store, office, {.pinned = files, .ceremony = ceremony, .previous = previous}, time));
    if (roots.statement)
        files.emplace(trust::next_root_file, *roots.statement);
    const trust::Manifest manifest = packages.add({.files = std::move(files),
                                                      .root = roots.present,
                                                      .now = time,
                                                      .validity = std::chrono::days{options.days},
                                                      .other_validity = other_validity},
        before);
    const std::filesystem::path made = packages.complete(manifest.serial);
    note(*database, options, audit::events::trust_exported, fmt::format("{} {}", manifest.serial, file_digest(made)));
    report(context, manifest, made, roots.present.certificate);
}

} // namespace

void add_trust(CLI::App& app, Context& context)
{
    CLI::App* const group = app.add_subcommand("trust", context.text("Trust packages for the counters"));
    group->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    CLI::App* const command = group->add_subcommand(
        "export", context.text("Sign the next trust package, and what changed since the one before"));
    add_person_option(*command, context.text("The approver"), options->person);
    command->add_option("--days", options->days, context.text("In how many days newer trust data are due"))
        ->check(CLI::Range(1, longest_days))
        ->capture_default_str();
    CLI::Option* const new_root = command->add_flag(
        "--new-root", options->new_root, context.text("Make the next root and name it to the counters"));
    command
        ->add_flag("--switch-root", options->switch_root,
            context.text("Sign with the next root, which earlier packages have named"))
        ->excludes(new_root);
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(context, *options); });
}

} // namespace perso
