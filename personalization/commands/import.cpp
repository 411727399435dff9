// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "context.hpp"
#include "intake/intake.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    std::vector<std::string> files;
};

/// What became of one record.
struct Line {
    std::string file;
    std::string application;
    std::string result; ///< "imported", "imported_again", "unchanged", "rejected"
    std::string identifier;
    intake::Rejections rejections;
    std::vector<intake::Suggestion> suggestions = {};
};

std::string name(store::Imported result)
{
    switch (result) {
    case store::Imported::added:
        return "imported";
    case store::Imported::again:
        return "imported_again";
    case store::Imported::unchanged:
        break;
    }
    return "unchanged";
}

Line rejected(std::string file, std::string application, card::Errc code, intake::Rejections rejections,
    std::vector<intake::Suggestion> suggestions = {})
{
    return {std::move(file), std::move(application), "rejected", std::string{card::cli::identifier(code)},
        std::move(rejections), std::move(suggestions)};
}

/// What the store refuses about the content concerns this record alone; its own failure ends the batch.
Line refused_by_store(const std::string& file, const std::string& application, const card::Error& error)
{
    if (error.code() != card::Errc::record_duplicate && error.code() != card::Errc::record_rejected)
        throw error;
    const std::string field = error.code() == card::Errc::record_duplicate ? "application" : error.field();
    return rejected(file, application, error.code(), {{field, error.what()}});
}

Line import(const std::string& file, const Options& options, Context& context, store::Store& store)
{
    auto loaded = intake::load(file);
    const card::Time time = now();
    auto checked = intake::check(loaded.files, context.profile(), card::day_of(time));
    for (const auto& missing : loaded.rejections) // why a picture could not be had says more than that it is no JPEG
        std::erase_if(checked.rejections, [&](const auto& rejection) { return rejection.field == missing.field; });
    checked.rejections.insert(checked.rejections.end(), loaded.rejections.begin(), loaded.rejections.end());
    const std::string& application = checked.record.application;
    if (!checked.accepted())
        return rejected(file, application, card::Errc::record_rejected, std::move(checked.rejections),
            std::move(checked.suggestions));
    try {
        const auto result = store.import({.number = application,
                                             .personal_number = checked.record.personal_number,
                                             .record = intake::canonical_json(loaded.files.json),
                                             .photograph = loaded.files.photograph,
                                             .signature = loaded.files.signature},
            options.person, time);
        return {file, application, name(result), {}, {}};
    } catch (const card::Error& error) {
        return refused_by_store(file, application, error);
    }
}

nlohmann::json to_json(const std::vector<Line>& lines)
{
    auto records = nlohmann::json::array();
    for (const Line& line : lines) {
        auto rejections = nlohmann::json::array();
        for (const auto& [field, reason] : line.rejections)
            rejections.push_back({{"field", field}, {"reason", reason}});
        nlohmann::json record{{"file", line.file}, {"application", line.application}, {"result", line.result}};
        if (!line.identifier.empty())
            record.update({{"identifier", line.identifier}, {"rejections", rejections}});
        for (const auto& [field, value] : line.suggestions)
            record["suggestions"].push_back({{"field", field}, {"value", value}});
        records.push_back(std::move(record));
    }
    return {{"schema", "idcard/import-1"}, {"records", records}};
}

void print(const Line& line, const Context& context)
{
    const std::string result = line.result == "imported"         ? context.text("imported")
                               : line.result == "imported_again" ? context.text("imported again")
                               : line.result == "unchanged"      ? context.text("imported before, unchanged")
                                                                 : context.text("rejected");
    std::cout << (line.application.empty() ? line.file : line.application) << ": " << result << '\n';
    for (const auto& [field, reason] : line.rejections)
        std::cout << "  " << field << ": " << context.text(reason.c_str()) << '\n';
    for (const auto& [field, value] : line.suggestions)
        std::cout << "  " << field << ": "
                  << fmt::format(fmt::runtime(context.text("perhaps {value}, if the holder confirms it")),
                         fmt::arg("value", value))
                  << '\n';
}

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    office.require(options.person, Role::operator_);
    const auto store = context.open_store(office);
    std::vector<Line> lines;
    for (const std::string& file : options.files) {
        try {
            lines.push_back(import(file, options, context, *store));
        } catch (const card::Error& error) {
            if (error.code() != card::Errc::file_unreadable)
                throw;
            lines.push_back(rejected(file, {}, error.code(), {{"(record)", error.what()}}));
        }
        if (!context.json())
            print(lines.back(), context);
        if (lines.back().result == "rejected")
            context.exit = card::cli::ExitCode::failed;
    }
    if (context.json())
        std::cout << to_json(lines).dump() << '\n';
}

} // namespace

void add_import(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("import", context.text("Check records and take those that pass"));
    command->add_option("--as", options->person, context.text("The operator who imports"))->type_name("ID")->required();
    command->add_option("records", options->files, context.text("Record files"))->type_name("FILE")->required();
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
