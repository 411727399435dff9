// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/parse.hpp"

#include <chrono>
#include <filesystem>
#include <string>

namespace idcard {

/// What the subcommands share.
struct Context {
    const card::cli::Program& program;
    card::cli::ExitCode exit = card::cli::ExitCode::done; ///< what the chosen command says

    const card::cli::Catalogue& catalogue() const { return program.catalogue; }

    std::string text(const char* english) const { return program.catalogue.text(english); }
};

/// Each adds one subcommand; `context` must outlive the application.
void add_readers(CLI::App& app, Context& context);
void add_info(CLI::App& app, Context& context);
void add_read(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_evidence(CLI::App& app, Context& context);
void add_pin(CLI::App& app, Context& context);
void add_setup(CLI::App& app, Context& context);
void add_trust(CLI::App& app, Context& context);

/// The subcommands of trust.
void add_trust_show(CLI::App& trust, Context& context);
void add_trust_import(CLI::App& trust, Context& context);
void add_trust_update(CLI::App& trust, Context& context);

} // namespace idcard
