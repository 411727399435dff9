// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "context.hpp"
#include "issuer/hsm.hpp"
#include "issuer/office_setup.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace perso {

namespace {

struct Options {
    bool dev = false;
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

void run(Options options, Context& context)
{
    Office& office = options.office;
    office.directory = context.directory();
    for (std::size_t role = 0; role < all_roles.size(); ++role)
        for (const std::string& id : options.people[role])
            add_person(office, id, all_roles[role]);
    office.hsm = hsm_settings(options);
    check(office);
    const auto pin = read_hsm_pin(context, options.hsm_pin_fd);
    issuer::create_office(office, context.profile(), pin, now(), [](std::string_view what) {
        std::cout << "  " << what << '\n' << std::flush;
    });
    std::cout << context.text("The office is ready.") << '\n';
}

} // namespace

void add_init(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("init", context.text("Prepare an office: key store, certificates, store"));
    command->add_flag("--dev", options->dev,
        context.text("An office for development: people act by name alone, the PIN of the key store is typed"));
    const auto person = [&](const char* option, Role role, const std::string& description) {
        auto& ids = options->people[static_cast<std::size_t>(role)];
        command->add_option(option, ids, description)->type_name("ID");
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
    command->add_option("--module", options->module, context.text("PKCS#11 library of a key store with an empty token"))
        ->type_name("FILE");
    command->add_option("--token", options->office.hsm.token, context.text("Label of the token"))->type_name("LABEL");
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
