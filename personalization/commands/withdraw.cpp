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
    office.require(options.person, Role::operator_);
    const auto store = context.open_store(office);
    for (const std::string& application : options.applications) {
        store->withdraw(application, options.person, now());
        std::cout << application << ": " << context.text("withdrawn") << '\n' << std::flush;
    }
}

} // namespace

void add_withdraw(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("withdraw", context.text("Take back applications of which no card was begun"));
    command->add_option("--as", options->person, context.text("The operator who takes them back"))
        ->type_name("ID")
        ->required();
    command->add_option("applications", options->applications, context.text("Application numbers"))
        ->type_name("NUMBER")
        ->required();
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
