// SPDX-License-Identifier: Apache-2.0
#include "base/durable_file.hpp"
#include "card/base/error.hpp"
#include "commands/ceremony.hpp"
#include "commands/context.hpp"
#include "commands/founding.hpp"
#include "commands/office_setup.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "issuer/hsm.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <iostream>

namespace perso {

namespace {

constexpr std::chrono::seconds silence{60};

struct Options {
    bool dev = false;
    bool rehearsal = false;
    bool go_on = false;
    bool sign = false;
    CeremonyOptions ceremony;
    std::array<std::vector<std::string>, all_roles.size()> people; ///< by role, in the order of all_roles
    Office office{.directory = {},
        .authority = {.name = "Development Issuing Authority",
            .contact_email = "issuer@idcard.invalid",
            .crl_url = "http://crl.idcard.invalid/csca-1.crl"},
        .document_prefix = "LA",
        .hsm = {.module = {}, .token = "idcard-office", .own_token = true},
        .people = {}};
    std::string module;
    std::optional<int> hsm_pin_fd;
};

void add_person(Office& office, const std::string& id, Role role)
{
    const auto known =
        std::find_if(office.people.begin(), office.people.end(), [&](const Person& person) { return person.id == id; });
    if (known == office.people.end())
        office.people.push_back({.id = id, .full_name = {}, .roles = {role}});
    else if (!known->has(role))
        known->roles.push_back(role);
}

/// A token that exists, when a module is named; otherwise a new one of SoftHSM inside the office.
HsmSettings hsm_settings(const Options& options)
{
    if (!options.module.empty())
        return {.module = options.module, .token = options.office.hsm.token, .own_token = false};
    const auto softhsm = issuer::find_softhsm();
    card::require(softhsm.has_value(), card::Errc::hsm_unavailable, "find SoftHSM", "it is not installed");
    return {.module = *softhsm, .token = options.office.hsm.token, .own_token = true};
}

void make_dev_office(Options options, Context& context)
{
    Office& office = options.office;
    for (std::size_t role = 0; role < all_roles.size(); ++role)
        for (const std::string& id : options.people[role])
            add_person(office, id, all_roles[role]);
    check(office);
    const auto pin = read_typed_hsm_pin(context, options.hsm_pin_fd);
    issuer::create_office(office, context.profile(), pin, now(), [](std::string_view what) {
        std::cout << "  " << what << '\n' << std::flush;
    });
    sign_after_run(context, load_office(office.directory), pin, silence);
    std::cout << context.text("The office is ready.") << '\n';
}

void run(Options options, Context& context)
{
    if (options.go_on)
        return continue_ceremony(context, options.ceremony);
    if (options.sign)
        return sign_ceremony(context, options.ceremony.opener);
    options.office.directory = context.directory();
    options.office.hsm = hsm_settings(options);
    if (options.dev)
        return make_dev_office(std::move(options), context);
    options.office.staff_cards = true;
    options.office.real_cards = !options.rehearsal;
    options.office.counts_blanks = options.office.real_cards;
    check(options.office);
    if (const auto& source = options.office.clock.source; !source.empty() && !is_there(source))
        throw card::Error{card::Errc::file_unreadable, "the source of time"}.with_field(source.string());
    begin_ceremony(context, options.office, options.ceremony);
}

void add_ceremony_options(CLI::App& command, const Context& context, Options& options, CLI::Option* dev)
{
    auto& ceremony = options.ceremony;
    command
        .add_option("--founder", ceremony.founders,
            context.text("One of the two founders and the file with the record of this person; given twice"))
        ->type_name("ID=FILE")
        ->excludes(dev);
    command.add_flag("--rehearsal", options.rehearsal, context.text("A ceremony for practice: no real cards"))
        ->excludes(dev);
    command.add_flag("--continue", options.go_on, context.text("Go on with a key ceremony that was cut off"))
        ->excludes(dev);
    const std::string who =
        context.text("The founder whose card opens the key store, with --continue, or signs, with --sign");
    CLI::Option* const founder = add_person_option(command, who, ceremony.opener)->required(false);
    command
        .add_flag("--sign", options.sign,
            context.text(
                "End the key ceremony: a founder signs the keys and the cards that were made, as the other does"))
        ->needs(founder)
        ->excludes(dev);
    add_letters_option(command, context, ceremony.letters);
    add_reader_option(command, context, ceremony.reader);
    add_timeout_option(command, context, ceremony.timeout);
    add_wait_option(command, context, ceremony.wait);
}

} // namespace

void add_init(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("init", context.text("Prepare an office: key store, certificates, store"));
    CLI::Option* const dev = command->add_flag("--dev", options->dev,
        context.text("An office for development: people act by name alone, the PIN of the key store is typed"));
    add_ceremony_options(*command, context, *options, dev);
    const auto person = [&](const char* option, Role role, const std::string& description) {
        auto& ids = options->people[static_cast<std::size_t>(role)];
        command->add_option(option, ids, description)->type_name("ID")->needs(dev);
    };
    person("--operator", Role::operator_, context.text("Who imports records and makes cards; repeatable"));
    person("--approver", Role::approver, context.text("Who approves applications; repeatable"));
    person("--quality-control", Role::quality_control, context.text("Who finds finished cards good; repeatable"));
    person("--stock-keeper", Role::stock_keeper, context.text("Who keeps the blank cards; repeatable"));
    person("--auditor", Role::auditor, context.text("Who verifies the journal; repeatable"));
    person("--supervisor", Role::supervisor, context.text("Who enters and removes people; repeatable"));
    command->add_option("--authority", options->office.authority.name, context.text("Name of the issuing authority"))
        ->type_name("NAME");
    command
        ->add_option(
            "--contact-email", options->office.authority.contact_email, context.text("Its address in the certificates"))
        ->type_name("ADDRESS");
    command->add_option("--crl-url", options->office.authority.crl_url, context.text("Where its CRL is published"))
        ->type_name("URL");
    command
        ->add_option(
            "--document-prefix", options->office.document_prefix, context.text("First two letters of document numbers"))
        ->type_name("XX");
    command
        ->add_option("--store", options->office.store_url,
            context.text(
                "Address of an empty PostgreSQL database, without a password; without it, a file of the office"))
        ->type_name("URL");
    command
        ->add_option("--time-source", options->office.clock.source,
            context.text("A file with the seconds since 1970, with which the clock of the computer is compared"))
        ->type_name("FILE");
    command->add_option("--module", options->module, context.text("PKCS#11 library of a key store with an empty token"))
        ->type_name("FILE");
    command->add_option("--token", options->office.hsm.token, context.text("Label of the token"))->type_name("LABEL");
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
