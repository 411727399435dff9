// SPDX-License-Identifier: Apache-2.0
#include "idcard/card_options.hpp"

#include "idcard/output/progress_line.hpp"
#include "idcard/trust_data.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace idcard {

using card::session::Phase;

void add_card_options(CLI::App& command, const Context& context, CardOptions& options)
{
    command.add_option("-r,--reader", options.reader, context.text("Unique part of the reader's name"))
        ->type_name(context.text("NAME"));
    command.add_option("--profile", options.profile, context.text("Card profile instead of the built-in one"))
        ->type_name(context.text("FILE"));
    command
        .add_option("--timeout", options.timeout, context.text("Seconds without an answer until a card is given up"))
        ->type_name(context.text("SECONDS"))
        ->check(CLI::Range(1U, 600U).description(""));
    command.add_flag("--stats", options.stats, context.text("Show commands and bytes of each step"));
}

card::profile::Profile profile_of(const CardOptions& options)
{
    return options.profile.empty() ? card::profile::builtin() : load_profile(options.profile);
}

card::pcsc::Reader reader_with_card(const CardOptions& options)
{
    card::pcsc::Context context;
    return card::pcsc::choose_reader(card::pcsc::list_readers(context), options.reader);
}

Answer visit(const Context& context, const CardOptions& options, const std::string& reader, const Visit& visit)
{
    ProgressDisplay display{context.catalogue()};
    const card::Bytes answer = card::cli::run_worker(
        [&](const card::cli::ProgressSink& progress) {
            progress(progress_line(Phase::identifying, ""));
            card::pcsc::Context pcsc;
            card::pcsc::CardConnection connection{pcsc, reader};
            connection.reset_at_end(); // no verified PIN and no channel outlives the visit
            const card::pcsc::Transaction transaction{connection};
            return encode(visit(
                connection, [&progress](Phase phase, std::string_view file) { progress(progress_line(phase, file)); }));
        },
        std::chrono::seconds{options.timeout}, [&display](std::string_view line) { display.show(line); });
    display.clear();
    return decode_answer(answer);
}

void deliver(Context& context, const Answer& answer)
{
    context.exit = answer.exit;
    std::cout << answer.page;
    std::cerr << answer.notes;
}

} // namespace idcard
