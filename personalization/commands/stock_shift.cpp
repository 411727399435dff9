// SPDX-License-Identifier: Apache-2.0
#include "commands/options.hpp"
#include "commands/stock_output.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::int64_t counted = 0;
};

void run(const Options& options, Context& context, bool open)
{
    const Office office = context.office();
    context.log_in(office, options.person, Role::stock_keeper, open ? "shift-open" : "shift-close",
        {std::to_string(options.counted)});
    const auto database = context.open_database(office);
    const auto act = open ? stock::open_shift : stock::close_shift;
    const stock::Shift shift = act(*database, options.counted, options.person, now());
    if (context.json()) {
        auto out = to_json(shift);
        out["schema"] = "idcard/shift-1";
        std::cout << out.dump() << '\n';
    } else {
        std::cout << to_text(shift, context);
    }
}

void add(CLI::App& group, Context& context, const std::string& name, const std::string& help, bool open)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = group.add_subcommand(name, help);
    add_person_option(*command, context.text("The stock keeper"), options->person);
    command
        ->add_option("--counted", options->counted,
            context.text("How many unused blank cards lie in the drawer and with operators, counted by hand"))
        ->type_name("N")
        ->required()
        ->check(CLI::Range(0, 1'000'000));
    command->callback([options, &context, open] { run(*options, context, open); });
}

} // namespace

void add_shift(CLI::App& group, Context& context)
{
    CLI::App* const shift =
        group.add_subcommand("shift", context.text("Begin and end a shift by counting the blank cards"));
    shift->require_subcommand(1);
    add(*shift, context, "open", context.text("Begin a shift"), true);
    add(*shift, context, "close", context.text("End the shift; it stays open while the count differs"), false);
}

} // namespace perso
