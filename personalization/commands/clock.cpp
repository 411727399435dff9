// SPDX-License-Identifier: Apache-2.0
#include "issuer/clock_guard.hpp"

#include "commands/context.hpp"
#include "commands/options.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
};

/// The first person may be an operator, the second one is an approver: nobody has both words.
void say(const Options& options, Context& context, Role role)
{
    const bool confirms = role == Role::approver;
    const Office office = context.office();
    context.log_in(office, options.person, role, "clock-confirm");
    const auto database = open_database(office);
    if (confirms)
        confirm_clock_is_right(*database, options.person, now());
    else
        state_clock_is_right(*database, options.person, now());
    std::cout << (confirms ? context.text("The clock is taken for right.")
                           : context.text("Now an approver confirms that the clock is right."))
              << '\n';
}

} // namespace

void add_clock(CLI::App& app, Context& context)
{
    CLI::App* const group = app.add_subcommand("clock", context.text("The clock of this computer, after a long pause"));
    group->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    const auto add = [&](const char* command, const std::string& description, const std::string& who, Role role) {
        CLI::App* const one = group->add_subcommand(command, description);
        add_person_option(*one, who, options->person);
        one->callback([options, &context, role] { say(*options, context, role); });
    };
    add("state", context.text("Say that the clock is right although the last entry is old"),
        context.text("The operator who says so"), Role::operator_);
    add("confirm", context.text("Confirm what the operator said"), context.text("The approver"), Role::approver);
}

} // namespace perso
