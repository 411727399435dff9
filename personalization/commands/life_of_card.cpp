// SPDX-License-Identifier: Apache-2.0
// report-lost, suspend, found, replace and deliver: what happens to a card that is finished.
#include "commands/life_output.hpp"

#include "commands/context.hpp"
#include "commands/options.hpp"
#include "life/holds.hpp"
#include "life/replacements.hpp"
#include "people/statement.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string document;
    std::string person;
    std::string reference;
    std::string reason;
    std::string application;
    std::string old_card;
    bool stolen = false;
    bool confirm = false;
    bool taken_in = false;
    bool holder_present = false;
};

/// Words about the card that a staff card signs; those without a value are left out.
using Decided = std::vector<std::pair<std::string_view, std::string>>;

/// The store and the database below it, for one change of both.
struct Desk {
    /// Proves who acts first and what is decided, and that it is a person whom the table asks for.
    Desk(Context& context, const Options& options, life::Event event, const std::string& action,
        const Decided& decided = {})
        : office{logged_in(context, options, event, action, decided)},
          database{context.open_database(office)},
          store{open_store(office, *database)}
    {
    }

    static Office logged_in(
        Context& context, const Options& options, life::Event event, const std::string& action, const Decided& decided)
    {
        Office office = context.office();
        std::vector<std::string> subjects{options.document};
        for (const auto& [what, value] : decided)
            if (!value.empty())
                subjects.push_back(people::decided(what, value));
        context.log_in(office, options.person, life::role_of(event), action, subjects);
        return office;
    }

    Office office;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<store::Store> store;
};

/// What became of the card, and of that one before it; its number is empty if there is none.
void report(
    Desk& desk, const Options& options, life::Event event, const Context& context, const std::string& before = {})
{
    print_card(life::find_card(*desk.database, options.document), event,
        before.empty() ? std::nullopt : std::optional{life::find_card(*desk.database, before)}, context);
}

/// Of the card that ends when this one is handed over; empty if there is none.
std::string number_before(store::Database& database, const Options& options)
{
    const auto before = life::card_before(database, life::find_card(database, options.document));
    return before ? before->document_number : std::string{};
}

void report_lost(const Options& options, Context& context)
{
    using card::trust::CardRevocation;
    require_reference(options.reference);
    const CardRevocation reason = options.stolen ? CardRevocation::stolen : CardRevocation::lost;
    const life::Event confirmed = options.stolen ? life::Event::confirm_stolen : life::Event::confirm_lost;
    const life::Event event = options.confirm ? confirmed : life::Event::report;
    Desk desk{context, options, event, options.confirm ? "report-lost-confirm" : "report-lost",
        {{"reason", std::string{name(reason)}}, {"reference", options.reference}}};
    if (options.confirm)
        life::confirm_lost(*desk.database, *desk.store, options.document, reason, options.person, now());
    else
        life::report_lost(
            *desk.database, *desk.store, options.document, reason, options.reference, options.person, now());
    report(desk, options, event, context);
}

void suspend(const Options& options, Context& context)
{
    require_reference(options.reference);
    Desk desk{context, options, life::Event::suspend, "suspend", {{"reference", options.reference}}};
    life::suspend(*desk.database, options.document, options.reference, options.person, now());
    report(desk, options, life::Event::suspend, context);
}

void found(const Options& options, Context& context)
{
    Desk desk{context, options, life::Event::found, "found"};
    life::found(*desk.database, options.document, options.person, now());
    report(desk, options, life::Event::found, context);
}

void replace(const Options& options, Context& context)
{
    const auto reason = life::parse_reason(options.reason);
    if (!reason)
        misused("no reason for a replacement", "--reason");
    if (options.application.empty() || !is_short_line(options.application))
        misused("no number of an application", "--application");
    Desk desk{context, options, life::event_of(*reason), "replace",
        {{"reason", options.reason}, {"application", options.application},
            {"taken-in", options.taken_in ? "yes" : ""}}};
    life::order_replacement(*desk.database, *desk.store,
        {.document_number = options.document,
            .reason = *reason,
            .application = options.application,
            .person = options.person,
            .taken_in = options.taken_in},
        now());
    report(desk, options, life::event_of(*reason), context, number_before(*desk.database, options));
}

/// What was printed goes with the card; a file that stays behind opens it for whoever finds it.
void ask_for_letters(const Options& options, const Context& context)
{
    if (!context.json())
        std::cout << fmt::format(fmt::runtime(
                                     context.text("Letters of this card that are still here, destroy them: {letters}")),
                         fmt::arg("letters", fmt::format("{0}.txt, {0}-pin-*.txt", options.document)))
                  << '\n';
}

void deliver(const Options& options, Context& context)
{
    using life::Surrender;
    if (!options.holder_present)
        misused("a card is handed to nobody but its holder", "--holder-present");
    const Surrender before = options.old_card.empty()         ? Surrender::nothing_said
                             : options.old_card == "taken-in" ? Surrender::taken_in
                                                              : Surrender::missing;
    const std::string ended = number_before(*context.open_database(context.office()), options);
    Desk desk{context, options, life::Event::deliver, "deliver", {{"old-card", options.old_card}, {"before", ended}}};
    life::deliver(*desk.database, *desk.store, options.document, before, options.person, now());
    report(desk, options, life::Event::deliver, context, ended);
    ask_for_letters(options, context);
}

using Body = void (*)(const Options&, Context&);

struct Command {
    CLI::App* command;
    std::shared_ptr<Options> options;
};

/// What all of them take.
Command add(CLI::App& app, Context& context, const char* name, const std::string& description, Body body)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(name, description);
    add_document_option(*command, context, options->document);
    add_person_option(*command, context.text("Who does it"), options->person);
    command->callback([options, body, &context] { body(*options, context); });
    return {command, options};
}

std::vector<std::string> reason_names()
{
    std::vector<std::string> names;
    for (const life::ReasonRule& row : life::reasons)
        names.emplace_back(row.name);
    return names;
}

} // namespace

void add_report_lost(CLI::App& app, Context& context)
{
    const Command added = add(app, context, "report-lost",
        context.text("A card is lost or stolen: it is not valid from now on, and for good when another confirms it"),
        report_lost);
    added.command->add_flag("--stolen", added.options->stolen, context.text("Stolen, not lost"));
    add_reference_option(*added.command, context, added.options->reference);
    added.command->add_flag("--confirm", added.options->confirm, context.text("Confirm what another person reported"))
        ->excludes("--reference");
}

void add_suspend(CLI::App& app, Context& context)
{
    const Command added = add(app, context, "suspend",
        context.text("Hold a card back: it is not valid until it is found or revoked"), suspend);
    add_reference_option(*added.command, context, added.options->reference);
}

void add_found(CLI::App& app, Context& context)
{
    add(app, context, "found", context.text("A card that was suspended is there again, and valid"), found);
}

void add_replace(CLI::App& app, Context& context)
{
    const Command added =
        add(app, context, "replace", context.text("Order a card in place of another, for an application"), replace);
    added.command
        ->add_option("--reason", added.options->reason,
            context.text("Why: lost, stolen, damaged, dead_chip, address, name, photo, age, expired or misprint"))
        ->type_name("REASON")
        ->check(CLI::IsMember(reason_names()).description(""))
        ->required();
    added.command
        ->add_option("--application", added.options->application,
            context.text("Number of the application for the new card, imported already or later"))
        ->type_name("NUMBER")
        ->required();
    added.command->add_flag(
        "--taken-in", added.options->taken_in, context.text("The holder brought the card, and it stays here"));
}

void add_deliver(CLI::App& app, Context& context)
{
    const Command added = add(app, context, "deliver", context.text("Hand a card over to its holder"), deliver);
    added.command->add_flag("--holder-present", added.options->holder_present,
        context.text("The holder, or a child's guardian, is here and was compared with the photograph"));
    added.command
        ->add_option("--old-card", added.options->old_card,
            context.text("What became of the card before: taken-in, or missing, then it counts as lost"))
        ->type_name("WHAT")
        ->check(CLI::IsMember({"taken-in", "missing"}).description(""));
}

} // namespace perso
