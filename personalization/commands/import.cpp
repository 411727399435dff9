// SPDX-License-Identifier: Apache-2.0
#include "commands/fix_list.hpp"
#include "commands/import_report.hpp"
#include "durable_file.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/damage.hpp"

#include <fstream>
#include <iostream>

namespace perso {

namespace {

using card::Errc;
using card::Error;
using intake::Rejections;
namespace fs = std::filesystem;

struct Options {
    std::string person;
    std::vector<std::string> files;
    std::string fix_list;
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

/// What the store refuses about the content concerns this record alone; its own failure ends the batch.
ImportLine refused_by_store(const std::string& file, const std::string& application, const Error& error)
{
    if (error.code() != Errc::record_duplicate && error.code() != Errc::record_rejected)
        throw error;
    const std::string field = error.code() == Errc::record_duplicate ? "application" : error.field();
    return rejected(file, application, error.code(), {{field, error.what()}});
}

/// Reasons that say more than the rules do of the same fields take their place.
void replace(Rejections& rejections, const Rejections& better)
{
    for (const auto& one : better)
        std::erase_if(rejections, [&](const auto& rejection) { return rejection.field == one.field; });
    rejections.insert(rejections.end(), better.begin(), better.end());
}

Rejections damage_of(const intake::CsvRow& row, const intake::RecordTable& table)
{
    Rejections found;
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (const auto reason = intake::damage(table.head[i], row.cells[i]))
            found.push_back({table.head[i], std::string{*reason}});
    return found;
}

/// The first bytes of a file, as many as a table may have and one more.
card::Bytes read_start(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary | std::ios::ate};
    const auto size =
        in ? std::min<std::uintmax_t>(static_cast<std::uintmax_t>(in.tellg()), intake::largest_table + 1) : 0;
    card::Bytes bytes(size);
    in.seekg(0);
    if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)) || bytes.empty())
        throw Error{Errc::file_unreadable, "it is missing or empty"}.with_field(file.string());
    return bytes;
}

class Import {
public:
    Import(const Options& options, Context& context, store::Store& store)
        : options_{options}, context_{context}, store_{store}
    {
    }

    void take(const std::string& file)
    try {
        const card::Bytes content = read_start(file);
        if (!intake::is_table(content))
            told(record(file, intake::load(file), {}));
        else if (content.size() > intake::largest_table)
            throw Error{Errc::file_unreadable, "the table is larger than 64 MiB"}.with_field(file);
        else
            take_table(file, intake::read_table(content));

    } catch (const Error& error) {
        if (error.code() != Errc::file_unreadable)
            throw;
        told(rejected(file, {}, error.code(), {{"(record)", error.what()}}));
    }

    nlohmann::json result() const
    {
        nlohmann::json out{{"schema", "idcard/import-1"}, {"records", to_json(lines_)}};
        if (!tables_.empty())
            out["tables"] = tables_;
        return out;
    }

private:
    void take_table(const std::string& file, const std::variant<intake::RecordTable, Rejections>& read)
    {
        if (const auto* refused = std::get_if<Rejections>(&read))
            return told(rejected(file, {}, Errc::record_rejected, *refused));
        const auto& table = std::get<intake::RecordTable>(read);
        if (context_.json())
            tables_.push_back(to_json(file, table));
        else
            print(file, table, context_);
        FixList fix_list{table};
        for (const intake::CsvRow& row : table.rows) {
            const std::string place = file + ":" + std::to_string(row.line);
            auto loaded = intake::with_pictures(intake::json_of(row, table), fs::path{file}.parent_path());
            told(record(place, std::move(loaded), damage_of(row, table)));
            if (lines_.back().is_rejected())
                fix_list.add(row, lines_.back());
        }
        if (!options_.fix_list.empty() && !fix_list.empty())
            fix_list.write(options_.fix_list);
    }

    ImportLine record(const std::string& place, intake::LoadedRecord loaded, const Rejections& damage)
    {
        const card::Time time = now();
        auto checked = intake::check(loaded.files, context_.profile(), card::day_of(time));
        replace(checked.rejections, loaded.rejections); // why a picture could not be had, not that it is no JPEG
        replace(checked.rejections, damage);
        const std::string& application = checked.record.application;
        if (!checked.accepted())
            return rejected(place, application, Errc::record_rejected, std::move(checked.rejections),
                std::move(checked.suggestions));
        try {
            const auto result = store_.import({.number = application,
                                                  .personal_number = checked.record.personal_number,
                                                  .record = intake::canonical_json(loaded.files.json),
                                                  .photograph = loaded.files.photograph,
                                                  .signature = loaded.files.signature},
                options_.person, time);
            return {place, application, name(result), {}, {}};
        } catch (const Error& error) {
            return refused_by_store(place, application, error);
        }
    }

    void told(ImportLine line)
    {
        if (!context_.json())
            print(line, context_);
        if (line.is_rejected())
            context_.exit = card::cli::ExitCode::failed;
        lines_.push_back(std::move(line));
    }

    const Options& options_;
    Context& context_;
    store::Store& store_;
    std::vector<ImportLine> lines_;
    nlohmann::json tables_ = nlohmann::json::array();
};

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    office.require(options.person, Role::operator_);
    if (!options.fix_list.empty()) {
        if (options.files.size() != 1)
            throw Error{Errc::usage, "a list of what to mend is made of one table"}.with_field("--fix-list");
        if (is_there(options.fix_list))
            throw Error{Errc::file_exists, "it would be overwritten"}.with_field(options.fix_list);
    }
    const auto store = context.open_store(office);
    Import import{options, context, *store};
    for (const std::string& file : options.files)
        import.take(file);
    if (context.json())
        std::cout << import.result().dump() << '\n';
}

} // namespace

void add_import(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("import", context.text("Check records and take those that pass"));
    command->add_option("--as", options->person, context.text("The operator who imports"))->type_name("ID")->required();
    command
        ->add_option("--fix-list", options->fix_list,
            context.text("Where to write the rows of a table that were rejected, and why"))
        ->type_name("FILE");
    command->add_option("records", options->files, context.text("Record files, or tables of records"))
        ->type_name("FILE")
        ->required();
    command->callback([options, &context] { run(*options, context); });
}

void add_template(CLI::App& app, Context& context)
{
    const auto file = std::make_shared<std::string>();
    CLI::App* command =
        app.add_subcommand("template", context.text("Write an empty table of records, to be filled in"));
    command->add_option("file", *file, context.text("The file to make"))->type_name("FILE")->required();
    command->callback([file] { write_new_file(*file, card::as_bytes(intake::template_table())); });
}

} // namespace perso
