// SPDX-License-Identifier: Apache-2.0
#include "idcard/evidence_options.hpp"

#include "card/base/error.hpp"
#include "card/base/utf8.hpp"
#include "card/trust/proven_signers.hpp"
#include "idcard/batch.hpp"
#include "idcard/output/batch_report.hpp"
#include "idcard/output/html_report.hpp"
#include "idcard/output/verdict_lines.hpp"
#include "idcard/output_file.hpp"
#include "idcard/photograph.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>

namespace idcard {

namespace trust = card::trust;
using card::Errc;
using card::Error;

namespace {

[[noreturn]] void misused(std::string_view options)
{
    throw Error{Errc::usage, "options that do not fit together"}.with_field(std::string{options});
}

Judging judging_of(const EvidenceOptions& options, const TrustData& trust, const card::profile::Profile& profile)
{
    Judging judging{.trust = &trust, .profile = &profile};
    judging.at = options.at.empty() ? today() : parse_day(options.at);
    judging.named_day = !options.at.empty();
    if (!options.challenge.empty())
        judging.challenge = parse_challenge(options.challenge);
    return judging;
}

/// The bar on standard error while the lines go elsewhere.
class Progress {
public:
    explicit Progress(std::size_t all) : all_{all}, shown_{isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 0} {}

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    ~Progress()
    {
        if (shown_)
            std::fputs("\r\033[K", stderr);
    }

    void step()
    {
        ++done_;
        if (shown_ && done_ * 100 / all_ != (done_ - 1) * 100 / all_)
            fmt::print(stderr, "\r{}", progress_bar(done_, all_));
    }

private:
    std::size_t all_;
    std::size_t done_ = 0;
    bool shown_;
};

} // namespace

void add_evidence_options(CLI::App& command, const Context& context, EvidenceOptions& options)
{
    const std::string file = context.text("FILE");
    CLI::Option* const evidence = command.add_option(
        "--evidence", options.evidence, context.text("Judge saved evidence again instead of a card"));
    evidence->type_name(file);
    CLI::Option* const batch =
        command.add_option("--batch", options.batch, context.text("Judge every file of evidence in this folder"));
    batch->type_name(context.text("FOLDER"))->excludes(evidence);
    command.add_option("--threads", options.threads, context.text("Files judged at once; 0: one for each processor"))
        ->type_name(context.text("NUMBER"))
        ->check(CLI::Range(0U, 256U).description(""))
        ->needs(batch);
    command.add_option("--at", options.at, context.text("Judge for this day instead of today (YYYY-MM-DD)"))
        ->type_name(context.text("DATE"));
    command
        .add_option("--challenge", options.challenge,
            context.text("Challenge of a relying party, hexadecimal: the card signs it with the evidence"))
        ->type_name(context.text("HEX"));
    CLI::Option* const save = command.add_option(
        "--save-evidence", options.save, context.text("Write what was seen of the card to this file"));
    save->type_name(file)->excludes(evidence)->excludes(batch);
    command
        .add_option("--level", options.level,
            context.text("Personal data in the evidence: full, no_photo (unless told otherwise) or hashes_only"))
        ->type_name(context.text("LEVEL"))
        ->check(CLI::IsMember({"full", "no_photo", "hashes_only"}).description(""))
        ->needs(save);
    command.add_option("--counter", options.counter, context.text("Name of this counter, for the evidence"))
        ->type_name(context.text("NAME"))
        ->needs(save);
    command.add_option("--html", options.html, context.text("Write the verdict to this file, as a page for a browser"))
        ->type_name(file)
        ->excludes(batch);
}

void check_evidence_options(const EvidenceOptions& options, const CLI::App& command)
{
    constexpr std::array without_card{
        "--evidence", "--batch", "--threads", "--at", "--challenge", "--html", "--trust", "--profile"};
    if (options.without_card())
        for (const CLI::Option* const option : command.get_options())
            if (option->count() > 0 && std::ranges::find(without_card, option->get_name()) == without_card.end())
                misused(fmt::format("{} / {}", options.batch.empty() ? "--evidence" : "--batch", option->get_name()));
    if (!options.without_card() && !options.at.empty())
        misused("--at");
    if (!options.without_card() && !options.challenge.empty() && options.save.empty())
        misused("--challenge");
    constexpr std::size_t longest_name = 256;
    if (options.counter.size() > longest_name || !card::is_utf8(options.counter))
        misused("--counter");
}

trust::Witness witness_of(const Context& context, const EvidenceOptions& options)
{
    return {.counter = options.counter,
        .program = fmt::format("{} {}", context.program.name, context.program.version),
        .time = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())};
}

std::string html_page(
    const Context& context, const card::session::Verification& verification, const ReportExtras& extras)
{
    card::Bytes photograph;
    if (vouches_for_photograph(verification.verdict) && verification.holder.dg2)
        photograph = decode_photograph(verification.holder.dg2->image).png;
    return to_html(verification, context.catalogue(), extras, photograph);
}

void verify_evidence(
    Context& context, const EvidenceOptions& options, const TrustData& trust, const card::profile::Profile& profile)
{
    const Judging judging = judging_of(options, trust, profile);
    const trust::SavedEvidence saved = load_evidence(options.evidence);
    const card::session::Verification verification = judge_again(saved.evidence, judging);
    const ReportExtras extras{
        .today = judging.at, .evidence = note_of(verification, saved.level, judging.at), .trust = note_of(trust.data)};
    if (!options.html.empty())
        write_file(options.html, card::as_bytes(html_page(context, verification, extras)));
    std::cout << (context.program.json ? to_json(verification, context.catalogue(), extras)
                                       : to_text(verification, context.catalogue(), extras));
    context.exit = exit_code(verification.verdict.overall);
}

void verify_batch(
    Context& context, const EvidenceOptions& options, const TrustData& trust, const card::profile::Profile& profile)
{
    TrustData remembering = trust;
    remembering.data.proven = std::make_shared<card::trust::ProvenSigners>();
    const Judging judging = judging_of(options, remembering, profile);
    const std::vector<std::filesystem::path> files = batch_files(options.batch);
    BatchSummary summary;
    if (!context.program.json)
        std::cout << batch_csv_header();
    {
        Progress progress{files.size()};
        judge_batch(files, judging, options.threads, [&](BatchResult&& result) {
            std::cout << (context.program.json ? batch_json(result) : batch_csv(result));
            summary.count(result);
            progress.step();
        });
    }
    std::cerr << batch_summary(summary, context.catalogue());
    context.exit = summary.exit();
}

} // namespace idcard
