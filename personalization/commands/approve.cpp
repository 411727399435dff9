// SPDX-License-Identifier: Apache-2.0
#include "context.hpp"

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::vector<std::string> applications;
};

void run(const Options& options, const Context& context)
{
    const Office office = context.office();
    office.require(options.person, Role::approver);
    const auto store = context.open_store(office);
    for (const std::string& application : options.applications) {
        store->approve(application, options.person, now());
        std::cout << application << ": " << context.text("approved") << '\n' << std::flush;
    }
}

} // namespace

void add_approve(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("approve", context.text("Release applications that somebody else has imported"));
    command->add_option("--as", options->person, context.text("The approver"))->type_name("ID")->required();
    command->add_option("applications", options->applications, context.text("Application numbers"))
        ->type_name("NUMBER")
        ->required();
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
