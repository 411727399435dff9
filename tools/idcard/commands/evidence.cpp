// SPDX-License-Identifier: Apache-2.0
#include "idcard/context.hpp"
#include "idcard/evidence_file.hpp"
#include "idcard/output/evidence_json.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace idcard {

void add_evidence(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("evidence", context.text("Look into saved evidence"));
    command->require_subcommand(1);
    CLI::App* show = command->add_subcommand("show", context.text("Print what a file of evidence holds, as JSON"));
    const auto file = std::make_shared<std::string>();
    show->add_option("FILE", *file, context.text("File with evidence"))->required();
    show->callback([file] { std::cout << to_json(load_evidence(*file)); });
}

} // namespace idcard
