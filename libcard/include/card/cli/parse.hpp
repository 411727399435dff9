// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/program.hpp"

namespace CLI {
class App;
}

namespace card::cli {

/// Gives an application what all programs share: --help and --version, --lang and the labels of the help in the
/// program's language, no abbreviations. Call it before options and subcommands are added.
void prepare(CLI::App& app, const Program& program);

/// Reads the command line and runs the callbacks of the chosen subcommand. False when help or the version was asked
/// for and printed. A command line that is not understood throws Errc::usage with the argument as field, never with
/// its value, which might be a secret; what callbacks throw passes through.
bool parse(CLI::App& app, const Program& program);

} // namespace card::cli
