// SPDX-License-Identifier: Apache-2.0
// Personal data are destroyed when their time has come: by `run` and `trust export`, and when a supervisor says so.
#include "seal/purge.hpp"
#include "commands/context.hpp"
#include "commands/options.hpp"
#include "issuer/clock_guard.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

void run(const std::string& person, Context& context)
{
    const Office office = context.office();
    context.log_in(office, person, Role::supervisor, "purge");
    const auto database = context.open_database(office);
    const card::Time time = now();
    ClockGuard{*database, office.clock, time}.require_believed(time);
    const seal::Purged purged = seal::purge(*database, office.keep_data, person, time);
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/purge-1"}, {"keys", purged.keys}, {"records", purged.records},
                         {"keep_days", office.keep_data.count()}}
                         .dump()
                  << '\n';
    else
        std::cout << fmt::format(fmt::runtime(context.text("Records destroyed: {records}")),
                         fmt::arg("records", purged.records))
                  << '\n';
}

} // namespace

void add_purge(CLI::App& app, Context& context)
{
    const auto person = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "purge", context.text("Destroy the personal data of applications that ended long enough ago"));
    add_person_option(*command, context.text("The supervisor who says so"), *person);
    command->callback([person, &context] { run(*person, context); });
}

} // namespace perso
