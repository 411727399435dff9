// SPDX-License-Identifier: Apache-2.0
#include "batches/households.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "commands/context.hpp"
#include "commands/notices.hpp"
#include "commands/options.hpp"
#include "people/statement.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

/// What a person says about applications that lie in the store.
struct Decision {
    std::string command;
    std::string description;
    std::string person; ///< who may say so
    Role role;
    void (store::Store::*apply)(const std::string& application, const std::string& person, card::Time now);
    std::string done;
};

struct Options {
    std::string person;
    std::vector<std::string> applications;
};

/// A household is approved together, which the store would refuse with fewer words.
void require_household(store::Database& database, const std::string& application)
{
    if (const auto waits_for = batches::Households{database}.waits_for(application); !waits_for.empty())
        throw card::Error{card::Errc::household_open, "a record of the same household is to be mended"}.with_field(
            application + ": " + waits_for.front());
}

/// What a staff card signs: the applications, and for an approval the record of each as it lies in the store.
std::vector<std::string> subjects(const Decision& decision, const Options& options, store::Database& database)
{
    if (decision.role != Role::approver)
        return options.applications;
    std::vector<std::string> words;
    for (const std::string& application : options.applications) {
        words.push_back(application);
        if (const auto row = database.row("seal_digest", {{":application", application}}))
            words.push_back(people::decided("record", card::to_hex(row->bytes(0))));
    }
    return words;
}

void run(const Decision& decision, const Options& options, Context& context)
{
    const Office office = context.office();
    const auto decided = subjects(decision, options, *context.open_database(office));
    context.log_in(office, options.person, decision.role, decision.command, decided);
    const auto database = context.open_database(office);
    card::require(subjects(decision, options, *database) == decided, card::Errc::job_state, "log in",
        "a record changed meanwhile");
    const auto store = open_store(office, *database);
    for (const std::string& application : options.applications) {
        if (decision.role == Role::approver)
            require_household(*database, application);
        ((*store).*decision.apply)(application, options.person, now());
        std::cout << application << ": " << decision.done << '\n';
        if (decision.role == Role::approver)
            print(batches::notices_of(*database, application), context);
        std::cout << std::flush;
    }
}

void add(CLI::App& app, Context& context, Decision decision)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(decision.command, decision.description);
    add_person_option(*command, decision.person, options->person);
    command->add_option("applications", options->applications, context.text("Application numbers"))
        ->type_name("NUMBER")
        ->required();
    command->callback([decision = std::move(decision), options, &context] { run(decision, *options, context); });
}

} // namespace

void add_approve(CLI::App& app, Context& context)
{
    add(app, context,
        {.command = "approve",
            .description = context.text("Release applications that somebody else has imported"),
            .person = context.text("The approver"),
            .role = Role::approver,
            .apply = &store::Store::approve,
            .done = context.text("approved")});
}

void add_withdraw(CLI::App& app, Context& context)
{
    add(app, context,
        {.command = "withdraw",
            .description = context.text("Take back applications of which no card was begun"),
            .person = context.text("The operator who takes them back"),
            .role = Role::operator_,
            .apply = &store::Store::withdraw,
            .done = context.text("withdrawn")});
}

} // namespace perso
