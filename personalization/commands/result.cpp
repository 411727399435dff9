// SPDX-License-Identifier: Apache-2.0
// What became of a batch, signed for the registry that sent it.
#include "base/durable_file.hpp"
#include "batches/batches.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "commands/context.hpp"
#include "commands/options.hpp"
#include "intake/masking.hpp"
#include "issuer/result_signer.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <utility>

namespace perso {

namespace {

using card::Errc;
using card::Error;

struct Options {
    std::string person;
    std::string batch;
    std::string registry;
    std::string out;
    std::optional<int> hsm_pin_fd;
};

/// What the office says, and of the record no more than the table of fields returns.
nlohmann::json to_json(const batches::Result& result)
{
    nlohmann::json line = intake::returned_fields(nlohmann::json{{"application", result.application}});
    line.update({{"record", result.place}, {"state", result.state}});
    if (!result.document_number.empty())
        line["document_number"] = result.document_number;
    for (const auto& [field, reason] : result.reasons)
        line["reasons"].push_back({{"field", field}, {"reason", reason}});
    return line;
}

std::string registry_of(batches::Batches& batches, const Options& options)
{
    const auto found = batches.registries_of(options.batch);
    if (!options.registry.empty() && std::find(found.begin(), found.end(), options.registry) != found.end())
        return options.registry;
    if (options.registry.empty() && found.size() == 1)
        return found.front();
    throw Error{Errc::usage, found.empty() ? "no such batch" : "several registries sent one: --registry"}.with_field(
        options.batch);
}

/// One line for each application, in the order of the batch: the same state of the store gives the same bytes.
std::string content_of(batches::Batches& batches, const std::string& registry, const std::string& number)
{
    const auto text = [](const std::string& value) { return nlohmann::json(value).dump(); };
    std::string content = R"({"schema":"idcard-result-1","batch":)" + text(number) + R"(,"registry":)" +
                          text(registry) + R"(,"records":[)";
    bool first = true;
    batches.results(registry, number, [&](const batches::Result& result) {
        content += std::exchange(first, false) ? "\n" : ",\n";
        content += to_json(result).dump();
    });
    return content + "\n]}\n";
}

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    if (is_there(options.out))
        throw Error{Errc::file_exists, "it would be overwritten"}.with_field(options.out);
    context.log_in(office, options.person, Role::operator_, "result", {options.batch});
    const auto database = context.open_database(office);
    batches::Batches batches{*database};
    const std::string registry = registry_of(batches, options);
    const std::string content = content_of(batches, registry, options.batch);
    const auto pin = read_hsm_pin(context, options.hsm_pin_fd);
    issuer::Hsm hsm = issuer::Hsm::open(office, pin);
    const auto signer = issuer::open_result_signer(hsm, office, context.profile(), now());
    write_new_file(options.out, issuer::sign_result(signer, card::as_bytes(content), now()));
    const std::string fingerprint = card::to_hex(signer.certificate.fingerprint());
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/result-1"}, {"batch", options.batch}, {"registry", registry},
                         {"file", options.out}, {"signer", fingerprint}}
                         .dump()
                  << '\n';
    else
        std::cout << context.text("The result is signed:") << ' ' << options.out << '\n'
                  << context.text("SHA-256 fingerprint of its signer:") << ' ' << fingerprint << '\n';
}

} // namespace

void add_result(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command =
        app.add_subcommand("result", context.text("Sign for a registry what became of the records of its batch"));
    add_person_option(*command, context.text("The operator"), options->person);
    command->add_option("batch", options->batch, context.text("Number of the batch"))->type_name("BATCH")->required();
    command->add_option("--registry", options->registry, context.text("Which registry, if several use that number"))
        ->type_name("NAME");
    command->add_option("--out", options->out, context.text("The file to make"))->type_name("FILE")->required();
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
