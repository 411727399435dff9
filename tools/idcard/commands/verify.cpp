// SPDX-License-Identifier: Apache-2.0
#include "card/auth/password.hpp"
#include "card/cli/secret_input.hpp"
#include "card/cli/worker.hpp"
#include "card/session/card.hpp"
#include "card/source_date.hpp"
#include "idcard/context.hpp"
#include "idcard/output/progress_line.hpp"
#include "idcard/output/report.hpp"
#include "idcard/output/verdict_lines.hpp"
#include "idcard/trust_data.hpp"

#include <ctime>
#include <iostream>

namespace idcard {

namespace session = card::session;

namespace {

struct Options {
    std::string reader;
    std::string can_file;
    std::string trust;
    std::string profile;
    unsigned timeout = 30;
};

/// The day at this place, by the clock of this computer.
card::Date today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return std::chrono::year{local.tm_year + 1900} / (local.tm_mon + 1) / local.tm_mday;
}

/// Found before the CAN is asked for: without a card the question would be in vain.
std::string reader_with_card(const std::string& name_part)
{
    card::pcsc::Context context;
    return card::pcsc::choose_reader(card::pcsc::list_readers(context), name_part).name;
}

card::auth::Can read_can(const Context& context, const Options& options)
{
    card::cli::SecretSource source{.prompt = context.text("CAN (six digits on the front of the card): ")};
    if (!options.can_file.empty())
        source.file = options.can_file;
    return card::auth::Can{card::cli::read_secret(card::cli::can_format(), source)};
}

/// In the worker: one card is read and judged; the first byte of the answer is the exit code, the rest the page.
card::Bytes verify(const Context& context, const std::string& reader, const session::VerificationRequest& request,
    const card::cli::ProgressSink& progress)
{
    progress(progress_line(session::Phase::identifying, ""));
    card::pcsc::Context pcsc;
    session::Card in_reader{pcsc, reader};
    const session::Verification verification = in_reader.verify(
        request, [&progress](session::Phase phase, std::string_view file) { progress(progress_line(phase, file)); });

    card::Bytes answer{static_cast<std::uint8_t>(exit_code(verification.verdict.overall))};
    card::append(answer, card::as_bytes(context.program.json ? to_json(verification, context.catalogue())
                                                             : to_text(verification, context.catalogue())));
    return answer;
}

void run(Context& context, const Options& options)
{
    const TrustData trust =
        load_trust(options.trust.empty() ? default_trust_folder() : std::filesystem::path{options.trust});
    const card::profile::Profile profile =
        options.profile.empty() ? card::profile::builtin() : load_profile(options.profile);
    const std::string reader = reader_with_card(options.reader);
    const card::auth::Can can = read_can(context, options);
    const session::VerificationRequest request{
        .password = &can,
        .anchors = &trust.anchors,
        .policy = trust.policy,
        .today = today(),
        .source_date = card::day_of(card::Time{std::chrono::seconds{card::source_date}}),
        .profile = &profile,
    };

    ProgressDisplay display{context.catalogue()};
    const card::Bytes answer = card::cli::run_worker(
        [&](const card::cli::ProgressSink& progress) { return verify(context, reader, request, progress); },
        std::chrono::seconds{options.timeout}, [&display](std::string_view line) { display.show(line); });
    display.clear();
    context.exit = static_cast<card::cli::ExitCode>(answer.at(0));
    std::cout << card::as_text(card::ByteView{answer}.subspan(1));
}

} // namespace

void add_verify(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("verify", context.text("Verify the card in a reader, without a network"));
    command->add_option("-r,--reader", options->reader, context.text("Unique part of the reader's name"))
        ->type_name(context.text("NAME"));
    command->add_option("--can-file", options->can_file, context.text("File with the CAN, - for standard input"))
        ->type_name(context.text("FILE"));
    command->add_option("--trust", options->trust, context.text("Folder with the trust data"))
        ->type_name(context.text("FOLDER"));
    command->add_option("--profile", options->profile, context.text("Card profile instead of the built-in one"))
        ->type_name(context.text("FILE"));
    command
        ->add_option("--timeout", options->timeout, context.text("Seconds without an answer until a card is given up"))
        ->type_name(context.text("SECONDS"))
        ->check(CLI::Range(1U, 600U).description(""));
    command->callback([options, &context] { run(context, *options); });
}

} // namespace idcard
