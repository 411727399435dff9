// SPDX-License-Identifier: Apache-2.0
#include "card/cli/program.hpp"
#include "card/version.hpp"
#include "commands/context.hpp"

#include <CLI/CLI.hpp>

#include <sys/stat.h>

int main(int argc, char** argv)
{
    using namespace card::cli;
    ::umask(S_IRWXG | S_IRWXO); // what the station writes is its owner's business alone
    return program_main("idcard-station", card::version, argc, argv, [](const Program& program) {
        perso::Context context{program};
        CLI::App app{context.text("Issues identity cards: records in, finished and verified cards out.")};
        prepare(app, program);
        context.add_options(app);
        app.require_subcommand(1);
        perso::add_init(app, context);
        perso::add_import(app, context);
        perso::add_template(app, context);
        perso::add_registry(app, context);
        perso::add_household(app, context);
        perso::add_result(app, context);
        perso::add_approve(app, context);
        perso::add_withdraw(app, context);
        perso::add_run(app, context);
        perso::add_resume(app, context);
        perso::add_status(app, context);
        perso::add_trust(app, context);
        perso::add_deliver(app, context);
        perso::add_report_lost(app, context);
        perso::add_suspend(app, context);
        perso::add_found(app, context);
        perso::add_replace(app, context);
        perso::add_reset_pin(app, context);
        perso::add_renew_certificates(app, context);
        perso::add_revoke(app, context);
        perso::add_signer(app, context);
        perso::add_clock(app, context);
        perso::add_staff(app, context);
        perso::add_hsm(app, context);
        perso::add_check(app, context);
        perso::add_purge(app, context);
        perso::add_audit(app, context);
        perso::add_stock(app, context);
        perso::add_show(app, context);
        perso::add_report(app, context);
        return parse(app, program) ? context.exit : ExitCode::done;
    });
}
