// SPDX-License-Identifier: Apache-2.0
// The registries whose batches this office takes, and households that wait for records which will not come.
#include "base/durable_file.hpp"
#include "batches/households.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "commands/context.hpp"
#include "commands/options.hpp"
#include "intake/batch/registries.hpp"
#include "people/statement.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace perso {

namespace {

using card::Errc;
using card::Error;

struct AddOptions {
    std::string person;
    std::string name;
    std::string file;
    std::string fingerprint;
};

/// Hex digits in lower case: people write fingerprints with colons and spaces.
std::string plain_hex(std::string text)
{
    std::erase_if(text, [](char c) { return c == ':' || c == ' '; });
    std::transform(text.begin(), text.end(), text.begin(),
        [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

void add_registry_file(const AddOptions& options, Context& context)
{
    const Office office = context.office();
    if (!intake::is_registry_name(options.name))
        throw Error{Errc::usage, "not 1 to 32 of a-z, 0-9 and hyphen"}.with_field("--name");
    const auto certificate = intake::read_registry_certificate(options.file);
    const std::string fingerprint = card::to_hex(certificate.fingerprint());
    if (plain_hex(options.fingerprint) != fingerprint)
        throw Error{Errc::batch_untrusted, "another fingerprint than the one that was confirmed"}.with_field(
            options.file);
    context.log_in(office, options.person, Role::approver, "registry-add",
        {options.name, people::decided("fingerprint", fingerprint)});
    make_folder(office.registries());
    write_new_file(office.registries() / (options.name + ".cer"), certificate.der());
    std::cout << options.name << ": " << context.text("its batches are taken from now on") << '\n';
}

void list(const Context& context)
{
    auto out = nlohmann::json::array();
    for (const auto& [name, certificate] : intake::load_registries(context.office().registries())) {
        const std::string fingerprint = card::to_hex(certificate.fingerprint());
        if (context.json())
            out.push_back(
                {{"name", name}, {"fingerprint", fingerprint}, {"subject", certificate.subject_common_name()}});
        else
            std::cout << name << "  " << fingerprint << "  " << certificate.subject_common_name() << '\n';
    }
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/registries-1"}, {"registries", out}}.dump() << '\n';
}

struct ReleaseOptions {
    std::string person;
    std::string application;
};

void release(const ReleaseOptions& options, Context& context)
{
    const Office office = context.office();
    context.log_in(office, options.person, Role::approver, "household-release", {options.application});
    const auto database = context.open_database(office);
    batches::Households{*database}.release(options.application, options.person, now());
    std::cout << options.application << ": " << context.text("its household waits no longer") << '\n';
}

} // namespace

void add_registry(CLI::App& app, Context& context)
{
    CLI::App* const group = app.add_subcommand("registry", context.text("Registries whose signed batches are taken"));
    group->require_subcommand(1);
    const auto options = std::make_shared<AddOptions>();
    CLI::App* const add = group->add_subcommand("add", context.text("Take the batches of another registry"));
    add_person_option(*add, context.text("The approver"), options->person);
    add->add_option("--name", options->name, context.text("How its batches name it"))->type_name("NAME")->required();
    add->add_option("--fingerprint", options->fingerprint,
           context.text("SHA-256 fingerprint of the certificate, as the registry has confirmed it by other means"))
        ->type_name("HEX")
        ->required();
    add->add_option("certificate", options->file, context.text("Its certificate"))->type_name("FILE")->required();
    add->callback([options, &context] { add_registry_file(*options, context); });
    group->add_subcommand("list", context.text("Show them with their fingerprints"))->callback([&context] {
        list(context);
    });
}

void add_household(CLI::App& app, Context& context)
{
    CLI::App* const group = app.add_subcommand("household", context.text("Households that are approved together"));
    group->require_subcommand(1);
    const auto options = std::make_shared<ReleaseOptions>();
    CLI::App* const command =
        group->add_subcommand("release", context.text("Let a household wait no longer for records that will not come"));
    add_person_option(*command, context.text("The approver"), options->person);
    command->add_option("application", options->application, context.text("An application of the household"))
        ->type_name("NUMBER")
        ->required();
    command->callback([options, &context] { release(*options, context); });
}

} // namespace perso
