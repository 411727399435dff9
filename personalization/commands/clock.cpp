// SPDX-License-Identifier: Apache-2.0
#include "clock_guard.hpp"

#include "context.hpp"
#include "open_store.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
};

/// The first person may be an operator, the second one is an approver: nobody has both words.
void confirm(const Options& options, Context& context, Role role)
{
    const Office office = context.office();
    context.log_in(office, options.person, role, "clock-confirm");
    const auto database = open_database(office);
    const bool confirmed = state_clock_is_right(*database, options.person, now());
    std::cout << (confirmed ? context.text("The clock is taken for right.")
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
        one->add_option("--as", options->person, who)->type_name("ID")->required();
        one->callback([options, &context, role] { confirm(*options, context, role); });
    };
    add("state", context.text("Say that the clock is right although the last entry is old"),
        context.text("The operator who says so"), Role::operator_);
    add("confirm", context.text("Confirm what the operator said"), context.text("The approver"), Role::approver);
}

} // namespace perso
