// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/session/inspection.hpp"
#include "idcard/card_options.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/decoding.hpp"
#include "idcard/output/file_report.hpp"
#include "idcard/output_file.hpp"
#include "idcard/photograph.hpp"
#include "idcard/secrets.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace idcard {

namespace session = card::session;
namespace fs = std::filesystem;
using session::FileReport;
using session::FileSet;
using session::KnownFile;

namespace {

struct Options {
    CardOptions card;
    PasswordOptions password;
    std::string file;
    std::string out;
    bool raw = false;

    bool picture_wanted() const { return !raw && fs::path{out}.extension() == ".png"; }
};

[[noreturn]] void misused(const std::string& option)
{
    throw card::Error{card::Errc::usage, "options that do not fit together"}.with_field(option);
}

/// What --file names; nothing: all.
std::vector<KnownFile> wanted_files(const Options& options)
{
    if (options.file.empty())
        return {};
    std::vector<KnownFile> files = session::files_named(options.file);
    if (files.empty())
        misused("--file");
    if (files.size() > 1 && (options.raw || !options.out.empty())) // 011D is a file here and another there
        misused(fmt::format("--file {} / {}", files[0].name, files[1].name));
    return files;
}

/// Whether the card shows the files only after it was opened.
bool needs_password(const std::vector<KnownFile>& files, session::Interface interface)
{
    return files.empty() || std::ranges::any_of(files, [interface](const KnownFile& file) {
        return file.needs_password ||
               (interface == session::Interface::contactless && file.place == session::Place::pki);
    });
}

/// "EF.ATR/INFO" and "certificate 9A" as names of files.
std::string disk_name(const KnownFile& file, std::string_view ending)
{
    std::string name{file.name};
    std::ranges::replace(name, '/', '-');
    std::ranges::replace(name, ' ', '-');
    return name + std::string{ending};
}

std::optional<Photograph> picture_of(const FileReport& report)
{
    try {
        const auto compressed = picture_in(report.file, report.content);
        return compressed ? std::optional{decode_photograph(*compressed)} : std::nullopt;
    } catch (const card::Error& error) { // the file around the picture is damaged
        return Photograph{{}, error.code()};
    }
}

/// Every file as it lies there, pictures as PNG beside them, and the document of --json.
void add_folder(Answer& answer, const FileSet& set, bool raw, const Context& context)
{
    for (const FileReport& report : set.files) {
        if (!report.was_read())
            continue;
        answer.files.push_back({disk_name(report.file, ".bin"), report.content});
        const std::optional<Photograph> picture = raw ? std::nullopt : picture_of(report);
        if (picture && !picture->problem)
            answer.files.push_back({disk_name(report.file, ".png"), picture->png});
        else if (picture)
            answer.notes += fmt::format("{}: {}\n", report.file.name,
                context.catalogue().text(card::cli::message(*picture->problem), card::cli::Part::happened));
    }
}

/// The one file in the form that was asked for.
card::Bytes one_file(const FileReport& report, const Options& options, const std::string& page)
{
    if (options.raw)
        return report.content;
    if (!options.picture_wanted())
        return card::to_bytes(card::as_bytes(page));
    const std::optional<Photograph> picture = picture_of(report);
    if (!picture)
        misused("--out");
    if (picture->problem)
        throw card::Error{*picture->problem, card::Step{std::string{report.file.name}}, "no picture"};
    return picture->png;
}

Answer read(const Context& context, const Options& options, const session::FileSetRequest& request,
    card::iso7816::Transport& card, const session::Progress& progress)
{
    const FileSet set = session::read_files(card, request, progress);
    const card::profile::Profile& profile = *request.profile;
    const card::cli::Catalogue& catalogue = context.catalogue();
    Answer answer;
    answer.page =
        context.program.json ? to_json(set, profile, catalogue, options.raw) : to_text(set, profile, catalogue);
    if (options.card.stats && !context.program.json)
        answer.notes = cost_table(set.costs, catalogue);

    if (options.file.empty()) {
        if (!options.out.empty())
            add_folder(answer, set, options.raw, context);
        return answer;
    }
    if (set.files.size() == 1 && set.files[0].problem)
        throw *set.files[0].problem;
    const bool bytes_wanted = options.raw && !context.program.json;
    if (bytes_wanted || !options.out.empty()) {
        answer.files.push_back({options.out.empty() ? "-" : options.out, one_file(set.files[0], options, answer.page)});
        answer.page.clear();
    }
    return answer;
}

void write_files(const Options& options, const Answer& answer, const card::cli::Catalogue& catalogue)
{
    if (answer.files.empty())
        return;
    if (!options.file.empty()) {
        for (const OutputFile& file : answer.files)
            write_file(file.name, file.content);
        return;
    }
    write_folder(options.out, answer.files);
    std::cerr << fmt::format(fmt::runtime(catalogue.text("{} files written to {}")), answer.files.size(), options.out)
              << '\n';
}

void run(Context& context, const Options& options)
{
    session::FileSetRequest request{.files = wanted_files(options)};
    if (options.raw && options.file.empty() && options.out.empty() && !context.program.json)
        misused("--raw");
    const card::profile::Profile profile = profile_of(options.card);
    request.profile = &profile;
    const card::pcsc::Reader reader = reader_with_card(options.card);
    std::unique_ptr<card::auth::Password> password;
    if (needs_password(request.files, session::interface_of(reader.atr)))
        password = read_password(context, options.password);
    request.password = password.get();

    const Answer answer = visit(context, options.card, reader.name,
        [&](card::pcsc::CardConnection& connection, const session::Progress& progress) {
            return read(context, options, request, connection, progress);
        });
    write_files(options, answer, context.catalogue());
    deliver(context, answer);
}

} // namespace

void add_read(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("read", context.text("Read the files of a card, without verifying them"));
    add_card_options(*command, context, options->card);
    add_password_options(*command, context, options->password);
    command
        ->add_option(
            "--file", options->file, context.text("One file only: its name (DG2, EF.SOD) or identifier (0102, 5FC105)"))
        ->type_name(context.text("FILE"));
    command->add_flag("--raw", options->raw, context.text("The bytes of the files as they lie on the card"));
    command
        ->add_option("-o,--out", options->out,
            context.text("Where to write: a folder, or with --file a file (.png for a picture), - for standard output"))
        ->type_name(context.text("PATH"));
    command->callback([options, &context] { run(context, *options); });
}

} // namespace idcard
