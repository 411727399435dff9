// SPDX-License-Identifier: Apache-2.0
#include "card/cli/program.hpp"
#include "card/version.hpp"
#include "idcard/context.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv)
{
    using namespace card::cli;
    return program_main("idcard", card::version, argc, argv, [](const Program& program) {
        idcard::Context context{program};
        CLI::App app{context.text("Reads identity cards and verifies them without a network.")};
        prepare(app, program);
        app.require_subcommand(1);
        idcard::add_readers(app, context);
        idcard::add_info(app, context);
        idcard::add_read(app, context);
        idcard::add_verify(app, context);
        idcard::add_evidence(app, context);
        idcard::add_pin(app, context);
        idcard::add_setup(app, context);
        idcard::add_trust(app, context);
        return parse(app, program) ? context.exit : ExitCode::done;
    });
}
