// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/cli/secret_input.hpp"
#include "idcard/context.hpp"
#include "idcard/setup/areas.hpp"
#include "idcard/setup/changes.hpp"
#include "idcard/setup/report.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <vector>

namespace idcard {

using card::Errc;
using card::Error;
using card::cli::ExitCode;
using setup::Outcome;

namespace {

struct Options {
    std::optional<std::filesystem::path> module;
    std::filesystem::path root = "/";
    std::vector<std::string> hosts{"*"};
    std::vector<std::string> areas; ///< of undo
    bool system = false;
    bool dry_run = false;
    bool yes = false;
};

setup::Places places_of(const Context& context, const Options& options)
{
    if (context.program.json && !options.yes && !options.dry_run)
        throw Error{Errc::usage, "nobody is asked where a program reads the answer"}.with_field("--yes, --dry-run");
    return setup::places(options.root, options.system);
}

/// Shows the plan, asks, and lets `act` do it.
void perform(Context& context, const Options& options, const setup::Plan& plan, const std::vector<Error>& refused,
    const std::function<void()>& act)
{
    const bool json = context.program.json;
    if (!json)
        std::cout << changes_text(plan, context.catalogue()) << std::flush;
    Outcome outcome = Outcome::shown;
    if (!options.dry_run && !plan.changes() && !plan.edits.empty())
        act(); // nothing to see, but a record to be cleared
    if (!options.dry_run && plan.changes()) {
        outcome = Outcome::done;
        if (!options.yes && !card::cli::confirmed("--yes", context.text("Type yes to change this: ")))
            outcome = Outcome::declined;
        else
            act();
    }
    if (outcome == Outcome::declined || !refused.empty())
        context.exit = ExitCode::failed;
    std::cout << (json ? to_json(plan, outcome, refused) : outcome_text(plan, outcome, context.catalogue()));
    if (!json)
        for (const Error& error : refused)
            card::cli::write_error(std::cerr, error, context.catalogue(), false);
}

using Planner = std::function<setup::Plan(const setup::Request& request)>;

void set_up(Context& context, const Options& options, const Planner& planner)
{
    const setup::Places places = places_of(context, options);
    setup::Record record{places.records};
    const setup::Request request{.places = places,
        .record = record,
        .catalogue = context.catalogue(),
        .module = setup::find_module(options.module)};
    const setup::Plan plan = planner(request);
    perform(context, options, plan, {}, [&] { carry_out(plan, places, record); });
}

void take_back(Context& context, const Options& options)
{
    const setup::Places places = places_of(context, options);
    setup::Record record{places.records};
    const setup::Undoing undoing = plan_undo(record, options.areas);
    perform(context, options, undoing.plan, undoing.refused, [&] { carry_out_undo(undoing.plan, record); });
}

void add_common_options(CLI::App& command, const Context& context, Options& options)
{
    command.add_flag("--dry-run", options.dry_run, context.text("Show what would be changed, and change nothing"));
    command.add_flag("-y,--yes", options.yes, context.text("Change it without a question"));
    CLI::Option* system =
        command.add_flag("--system", options.system, context.text("For everybody at this computer, as root"));
    command
        .add_option("--root", options.root, context.text("Folder of another system, mounted there, to be configured"))
        ->needs(system);
}

void add_area(CLI::App& group, Context& context, const std::shared_ptr<Options>& options, const char* name,
    const std::string& description, const Planner& planner)
{
    CLI::App* command = group.add_subcommand(name, description);
    command->add_option(
        "--module", options->module, context.text("The PKCS#11 module, instead of the one of this installation"));
    add_common_options(*command, context, *options);
    command->callback([options, planner, &context] { set_up(context, *options, planner); });
}

} // namespace

void add_setup(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* group = app.add_subcommand("setup", context.text("Let other programs use the card, and take that back"));
    group->require_subcommand(1);
    add_area(
        *group, context, options, "browser", context.text("Firefox, Chromium and Thunderbird"), setup::plan_browser);
    add_area(*group, context, options, "ssh", context.text("OpenSSH's client"),
        [options](const setup::Request& request) { return plan_ssh(request, options->hosts); });
    group->get_subcommand("ssh")->add_option("--host", options->hosts,
        context.text("Hosts that ask for the card, as patterns of ssh_config; all by default"));
    add_area(*group, context, options, "java", context.text("Java's provider SunPKCS11"), setup::plan_java);
    add_area(*group, context, options, "openssl", context.text("OpenSSL's engine pkcs11"), setup::plan_openssl);

    CLI::App* undo = group->add_subcommand("undo",
        context.text("Take back what setup changed. The earlier contents are kept in $XDG_STATE_HOME/idcard/setup, "
                     "else in ~/.local/state/idcard/setup; with --system in /var/lib/idcard/setup"));
    undo->add_option("areas", options->areas, context.text("Only these: browser, ssh, java, openssl"))
        ->check(CLI::IsMember({"browser", "ssh", "java", "openssl"}));
    add_common_options(*undo, context, *options);
    undo->callback([options, &context] { take_back(context, *options); });
}

} // namespace idcard
