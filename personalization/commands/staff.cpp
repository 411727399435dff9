// SPDX-License-Identifier: Apache-2.0
// The office's people: entered with their own identity cards by a supervisor.
#include "people/staff.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "commands/envelope_lock.hpp"
#include "commands/envelopes.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "commands/requested.hpp"
#include "people/joint.hpp"
#include "people/keeper.hpp"
#include "people/statement.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

using card::Errc;

struct Options {
    std::string supervisor;
    std::string person;
    std::string full_name;
    std::vector<std::string> roles;
    std::string document;
    bool confirm = false;
};

Office office_with_cards(const Context& context)
{
    Office office = context.office();
    if (!office.staff_cards)
        throw card::Error{Errc::usage, "the people of a development office stand in office.toml"}.with_field("staff");
    return office;
}

std::vector<Role> parse_roles(const std::vector<std::string>& names)
{
    std::vector<Role> roles;
    for (const std::string& name : names) {
        const auto role = parse_role(name);
        if (!role)
            throw card::Error{Errc::usage, "no such role"}.with_field("--role");
        roles.push_back(*role);
    }
    return roles;
}

/// A supervisor's envelope needs the PIN: the key store must be open, and no change of its PIN cut off.
std::optional<card::SecureBytes> pin_for_envelope(const Office& office, bool supervisor)
{
    if (!supervisor)
        return std::nullopt;
    require_settled(office);
    auto pin = people::ask_keeper(office.directory);
    if (!pin)
        throw card::Error{Errc::staff_card_needed, card::Step{"hsm open"}, "the key store is not open"};
    return pin;
}

/// Who confirms writes an envelope. Throws store_failed while somebody else changes the PIN of the key store.
std::optional<EnvelopeLock> lock_to_confirm(const Options& options, const Office& office)
{
    return options.confirm ? std::optional<EnvelopeLock>{std::in_place, office} : std::nullopt;
}

/// What a supervisor's card signs: who is known by which card, in which roles.
std::vector<std::string> subjects(const Options& options)
{
    std::vector<std::string> words{options.person, people::decided("document", options.document)};
    for (const std::string& role : options.roles)
        words.push_back(people::decided("role", role));
    return words;
}

/// Another supervisor than the one who requested it. Where no other one has a valid card, as when one of two has lost
/// it, quality control confirms.
Role confirming_role(const Context& context, const Office& office, const people::Joint& joint)
{
    const auto database = context.open_database(office);
    const auto first = people::requested_by(*database, joint.action, joint.about);
    for (const people::StaffMember& member : people::Staff{*database}.members())
        if (!member.removed && member.person.has(Role::supervisor) && member.person.id != first &&
            has_valid_card(*database, member))
            return Role::supervisor;
    return Role::quality_control;
}

void log_in(const Options& options, Context& context, const Office& office, const std::string& action)
{
    if (!options.confirm)
        return context.log_in(office, options.supervisor, Role::supervisor, action, subjects(options));
    const people::Joint joint = people::staff_card_request(action, options.person, options.document);
    context.log_in(
        office, options.supervisor, confirming_role(context, office, joint), action + "-confirm", subjects(options));
}

void add(const Options& options, Context& context)
{
    const Office office = office_with_cards(context);
    const Person person{.id = options.person, .full_name = options.full_name, .roles = parse_roles(options.roles)};
    const auto lock = lock_to_confirm(options, office);
    const auto pin = pin_for_envelope(office, person.has(Role::supervisor));
    log_in(options, context, office, "staff-add");
    const auto database = context.open_database(office);
    people::Staff staff{*database};
    if (!options.confirm) {
        staff.request_add({person, options.document}, options.supervisor, now());
        return say_requested(context);
    }
    staff.confirm_add({person, options.document}, options.supervisor, now());
    if (pin)
        write_envelope(office, *database, person.id, *pin);
    std::cout << options.person << ": " << context.text("entered") << '\n';
}

void change_card(const Options& options, Context& context)
{
    const Office office = office_with_cards(context);
    const auto lock = lock_to_confirm(options, office);
    const auto pin = pin_for_envelope(office, has_envelope(office, options.person));
    log_in(options, context, office, "staff-card");
    const auto database = context.open_database(office);
    people::Staff staff{*database};
    if (!options.confirm) {
        staff.request_card(options.person, options.document, options.supervisor, now());
        return say_requested(context);
    }
    staff.confirm_card(options.person, options.document, options.supervisor, now());
    if (pin)
        write_envelope(office, *database, options.person, *pin);
    std::cout << options.person << ": " << context.text("has another staff card") << '\n';
}

void remove(const Options& options, Context& context)
{
    const Office office = office_with_cards(context);
    const EnvelopeLock lock{office};
    context.log_in(office, options.supervisor, Role::supervisor, "staff-remove", {options.person});
    people::Staff{*context.open_database(office)}.remove(options.person, options.supervisor, now());
    remove_envelope(office, options.person);
    std::cout << options.person << ": " << context.text("removed") << '\n';
}

nlohmann::json to_json(const people::StaffMember& member)
{
    nlohmann::json json{{"person", member.person.id}, {"roles", nlohmann::json::array()},
        {"document_number", member.document_number}, {"removed", member.removed.has_value()}};
    for (const Role role : member.person.roles)
        json["roles"].push_back(name(role));
    return json;
}

void list(const Context& context)
{
    const Office office = office_with_cards(context);
    const auto members = people::Staff{*context.open_database(office)}.members();
    if (context.json()) {
        nlohmann::json out{{"schema", "idcard/staff-1"}, {"people", nlohmann::json::array()}};
        for (const auto& member : members)
            out["people"].push_back(to_json(member));
        std::cout << out.dump() << '\n';
        return;
    }
    for (const auto& member : members) {
        std::cout << member.person.id << '\t' << (member.document_number.empty() ? "-" : member.document_number)
                  << '\t';
        for (const Role role : member.person.roles)
            std::cout << name(role) << ' ';
        std::cout << (member.removed ? context.text("removed") : std::string{}) << '\n';
    }
}

CLI::App* add_act(CLI::App& staff, const Context& context, const std::shared_ptr<Options>& options, const char* name,
    const char* description, bool with_card)
{
    CLI::App* command = staff.add_subcommand(name, context.text(description));
    add_person_option(*command, context.text("The supervisor"), options->supervisor);
    command->add_option("person", options->person, context.text("Whom it is about"))->type_name("ID")->required();
    if (with_card) {
        command
            ->add_option("--document", options->document,
                context.text("Document number of the person's own identity card, made by this office"))
            ->type_name("NUMBER")
            ->required();
        add_confirm_option(*command, context, options->confirm);
    }
    return command;
}

} // namespace

void add_staff(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* staff = app.add_subcommand("staff", context.text("The people of the office and their staff cards"));
    staff->require_subcommand(1);
    CLI::App* command = add_act(*staff, context, options, "add", "Enter a person", true);
    command->add_option("--role", options->roles, context.text("A role of the person; repeatable"))
        ->type_name("ROLE")
        ->required();
    command->add_option("--name", options->full_name, context.text("The person's name"))->type_name("TEXT");
    command->callback([options, &context] { add(*options, context); });
    add_act(*staff, context, options, "card", "Enter another card for a person", true)->callback([options, &context] {
        change_card(*options, context);
    });
    add_act(*staff, context, options, "remove", "Remove a person", false)->callback([options, &context] {
        remove(*options, context);
    });
    staff->add_subcommand("list", context.text("Show the people"))->callback([&context] { list(context); });
}

} // namespace perso
