// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace card::cli {

/// What a program knows before it reads its command line.
struct Program {
    std::string name;                   ///< "idcard"
    std::string version;                ///< "0.1.0"
    std::vector<std::string> arguments; ///< without the program's name
    Catalogue catalogue;                ///< of --lang, else of the environment
    bool json;                          ///< --json was given: errors are JSON too
};

/// Writes an error in three parts with its identifier, or as {"error": {…}} on one line.
void write_error(std::ostream& out, const Error& error, const Catalogue& catalogue, bool json);

/// The whole of a main function: runs `body`, turns what it throws into a message on standard error and the exit
/// code of docs/exit-codes.md. The process leaves no core file, in which secrets would lie.
///
///     int main(int argc, char** argv)
///     {
///         return card::cli::program_main("idcard", CARD_VERSION, argc, argv, [](const card::cli::Program& program) {
///             CLI::App app;
///             card::cli::prepare(app, program);
///             …
///             return card::cli::parse(app, program) ? exit : card::cli::ExitCode::done;
///         });
///     }
int program_main(std::string_view name, std::string_view version, int argc, char** argv,
    const std::function<ExitCode(const Program&)>& body) noexcept;

} // namespace card::cli
