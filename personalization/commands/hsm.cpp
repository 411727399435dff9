// SPDX-License-Identifier: Apache-2.0
// The key store after a start of the computer: a supervisor's card opens it, a keeper holds its PIN.
#include "card/base/error.hpp"
#include "commands/envelopes.hpp"
#include "people/keeper.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::optional<int> hsm_pin_fd;
};

void open(const Options& options, Context& context)
{
    const Office office = context.office();
    if (options.person.empty() && office.staff_cards)
        throw card::Error{card::Errc::usage, "which supervisor was not said"}.with_field("--as");
    card::SecureBytes pin = office.staff_cards ? open_envelope(context, office, options.person)
                                               : read_typed_hsm_pin(context, options.hsm_pin_fd);
    require_opens(office, pin);
    people::start_keeper(office.directory, std::move(pin));
    std::cout << context.text("The key store is open.") << '\n';
}

void close(const Context& context)
{
    people::stop_keeper(context.office().directory);
    std::cout << context.text("The key store is closed.") << '\n';
}

void status(const Context& context)
{
    const bool is_open = people::ask_keeper(context.office().directory).has_value();
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/hsm-1"}, {"open", is_open}}.dump() << '\n';
    else
        std::cout << (is_open ? context.text("The key store is open.") : context.text("The key store is closed."))
                  << '\n';
}

} // namespace

void add_hsm(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* hsm = app.add_subcommand("hsm", context.text("Open and close the key store (HSM)"));
    hsm->require_subcommand(1);
    CLI::App* command =
        hsm->add_subcommand("open", context.text("Open it with a supervisor's card, until it is closed or a restart"));
    command->add_option("--as", options->person, context.text("The supervisor"))->type_name("ID");
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { open(*options, context); });
    hsm->add_subcommand("close", context.text("Close it: nothing is signed any more"))->callback([&context] {
        close(context);
    });
    hsm->add_subcommand("status", context.text("Say whether it is open"))->callback([&context] { status(context); });
}

} // namespace perso
