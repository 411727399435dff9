// SPDX-License-Identifier: Apache-2.0
#include "base/durable_file.hpp"
#include "base/text.hpp"
#include "commands/fix_list.hpp"
#include "commands/import_output.hpp"
#include "commands/importer.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "intake/batch/envelope.hpp"
#include "intake/batch/signed_batch.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/lines.hpp"
#include "issuer/hsm.hpp"
#include "seal/token_keys.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

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
    std::string pictures; ///< a folder or a signed batch; empty: beside each file
    std::optional<int> hsm_pin_fd;

    bool pictures_of_batch() const
    {
        std::error_code ignored; // what is not there is no batch either, which is said when it is opened
        return !pictures.empty() && !fs::is_directory(pictures, ignored);
    }
};

/// The first bytes of a file, enough to tell what it is.
card::Bytes read_start(const fs::path& file)
{
    constexpr std::size_t enough = 256;
    std::ifstream in{file, std::ios::binary};
    card::Bytes bytes(enough);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad() || bytes.empty())
        throw Error{Errc::file_unreadable, text("it is missing or empty")}.with_field(file.string());
    return bytes;
}

/// What concerns one file of several.
bool is_about_file(Errc code)
{
    return code == Errc::file_unreadable || code == Errc::batch_invalid || code == Errc::batch_untrusted ||
           code == Errc::batch_repeated;
}

/// A record in JSON, or why it has none.
using JsonLine = std::variant<std::string, intake::LineFault>;

/// The next line that is not empty, which may be too long to be read; nothing at the end. Throws batch_invalid.
std::optional<JsonLine> next_record(intake::LineReader& lines)
{
    for (;;) {
        JsonLine line = lines.next();
        if (const auto* fault = std::get_if<intake::LineFault>(&line)) {
            card::require(*fault == intake::LineFault::too_long, Errc::batch_invalid, "records.jsonl",
                text("a line that is not UTF-8"));
            return line;
        }
        const auto& json = std::get<std::string>(line);
        if (json.empty())
            return std::nullopt;
        if (json.find_first_not_of(" \t\r\n") != json.npos)
            return line;
    }
}

intake::LoadedRecord record_of(JsonLine line, const intake::Pictures& pictures)
{
    if (const auto* fault = std::get_if<intake::LineFault>(&line))
        return intake::unreadable_record(reason_of(*fault));
    return intake::with_pictures(std::get<std::string>(std::move(line)), pictures);
}

class Import {
public:
    Import(const Options& options, Context& context, const Office& office, store::Database& database,
        seal::OfficeSeal& seal, store::Store& store)
        : options_{options},
          context_{context},
          database_{database},
          seal_{seal},
          registries_{office.registries()},
          output_{context},
          importer_{context, database, seal, store, options.person,
              [this](const ImportLine& line, const std::optional<intake::CsvRow>& row) { told(line, row); }}
    {
        if (options.pictures_of_batch())
            pictures_from_ =
                std::make_unique<intake::SignedBatch>(options.pictures, intake::load_registries(registries_), now());
    }

    /// Each file is a batch, whose data go together.
    void take(const std::string& file)
    try {
        seal_.begin_batch();
        const card::Bytes start = read_start(file);
        if (intake::is_signed_batch(start)) {
            take_batch(file);
        } else if (intake::is_json_list(start)) {
            const char* const reason =
                text("a list of records in JSON: give each record a file of its own, or make a table of them");
            told(rejected(file, {}, Errc::record_rejected, {{intake::whole_record, reason}}), std::nullopt);
        } else if (intake::is_table(start)) {
            std::ifstream in{file, std::ios::binary};
            take_table(file, in, pictures_of(file));
        } else {
            with_fix_list(intake::form_of_records(), [&] {
                auto loaded = intake::load(file, pictures_of(file));
                auto row = row_to_mend(loaded);
                importer_.add({.place = file, .loaded = std::move(loaded), .row = std::move(row)});
            });
        }

    } catch (const Error& error) {
        if (!is_about_file(error.code()))
            throw;
        fix_list_ = nullptr; // it ended with what went wrong
        importer_.flush();
        importer_.set_batch(nullptr);
        told(rejected(file, {}, error.code(), {{intake::whole_record, sentence_of(error)}}), std::nullopt);
    }

    /// The households that wait, now that all is in.
    void finish()
    {
        for (const auto& household : batches::Households{database_}.open())
            output_.add(household);
    }

private:
    /// The pictures that the records of a file name, which is no signed batch.
    intake::Pictures pictures_of(const fs::path& file) const
    {
        if (pictures_from_)
            return pictures_from_->pictures();
        return intake::pictures_in(options_.pictures.empty() ? file.parent_path() : fs::path{options_.pictures});
    }

    void take_table(const std::string& name, std::istream& in, const intake::Pictures& pictures)
    {
        const auto surveyed = intake::survey_table(in);
        if (const auto* refused = std::get_if<Rejections>(&surveyed))
            return told(rejected(name, {}, Errc::record_rejected, *refused), std::nullopt);
        const auto& form = std::get<intake::TableForm>(surveyed);
        output_.add(name, form);
        take_rows(name, in, form, pictures, nullptr);
    }

    void take_batch(const std::string& file)
    {
        if (!options_.pictures.empty())
            throw Error{Errc::usage, "a signed batch has its pictures inside"}.with_field("--pictures");
        const intake::SignedBatch signed_batch{file, intake::load_registries(registries_), now()};
        const auto& manifest = signed_batch.manifest();
        const batches::Batch batch{.registry = manifest.registry,
            .number = manifest.number,
            .digest = signed_batch.digest(),
            .records = manifest.records,
            .photographs = manifest.photographs};
        const auto records = signed_batch.records();
        batches::Batches store{database_};
        if (signed_batch.in_lines()) {
            std::size_t count = 0;
            for (intake::LineReader lines{*records}; next_record(lines);)
                ++count;
            require_count(count, manifest);
            begin(store, batch, file, manifest);
            take_lines(file, *records, signed_batch.pictures());
        } else {
            const auto surveyed = intake::survey_table(*records);
            if (const auto* refused = std::get_if<Rejections>(&surveyed))
                return told(rejected(file, {}, Errc::batch_invalid, *refused), std::nullopt);
            const auto& form = std::get<intake::TableForm>(surveyed);
            require_count(form.rows, manifest);
            begin(store, batch, file, manifest);
            take_rows(file, *records, form, signed_batch.pictures(), &batch);
        }
        importer_.flush();
        importer_.set_batch(nullptr);
        store.finish(batch, options_.person, now());
    }

    static void require_count(std::size_t count, const intake::BatchManifest& manifest)
    {
        card::require(count == manifest.records, Errc::batch_invalid, "signed batch",
            text("another number of records than manifest.json says"));
    }

    void begin(batches::Batches& store, const batches::Batch& batch, const std::string& file,
        const intake::BatchManifest& manifest)
    {
        store.begin(batch, options_.person, now());
        output_.add(file, manifest);
        importer_.set_batch(&batch);
    }

    void take_lines(const std::string& name, std::istream& in, const intake::Pictures& pictures)
    {
        in.clear();
        in.seekg(0);
        with_fix_list(intake::form_of_records(), [&] {
            intake::LineReader lines{in};
            for (std::size_t number = 1; auto line = next_record(lines); ++number) {
                auto loaded = record_of(*std::move(line), pictures);
                auto row = row_to_mend(loaded);
                importer_.add({.place = name + ":" + std::to_string(number),
                    .loaded = std::move(loaded),
                    .row = std::move(row),
                    .number = number});
            }
        });
    }

    /// A record that came as JSON, as the table has it; only where there is a list, and nothing for what is no object.
    std::optional<intake::CsvRow> row_to_mend(const intake::LoadedRecord& loaded) const
    {
        return fix_list_ ? intake::row_of(loaded.files.json) : std::nullopt;
    }

    /// `batch`: the rows are its records.
    void take_rows(const std::string& name, std::istream& in, const intake::TableForm& form,
        const intake::Pictures& pictures, const batches::Batch* batch)
    {
        with_fix_list(form, [&] {
            intake::TableRows rows{in, form};
            std::size_t number = 0;
            while (auto row = rows.next()) {
                auto loaded = row->fault ? intake::unreadable_record(row->fault)
                                         : intake::with_pictures(intake::json_of(*row, form), pictures);
                importer_.add({.place = name + ":" + std::to_string(row->line),
                    .loaded = std::move(loaded),
                    .row = std::move(row),
                    .number = batch ? ++number : 0});
            }
        });
    }

    /// What `add` hands to the importer is on the disk afterwards, and what is to be mended in the list.
    template <typename Add>
    void with_fix_list(const intake::TableForm& form, Add&& add)
    {
        FixList fix_list{form, options_.fix_list};
        fix_list_ = options_.fix_list.empty() ? nullptr : &fix_list;
        add();
        importer_.flush();
        fix_list.finish();
        fix_list_ = nullptr;
    }

    void told(const ImportLine& line, const std::optional<intake::CsvRow>& row)
    {
        output_.add(line);
        if (line.is_rejected()) {
            context_.exit = card::cli::ExitCode::failed;
            if (fix_list_)
                fix_list_->add(row.value_or(intake::CsvRow{}), line);
        }
    }

    const Options& options_;
    Context& context_;
    store::Database& database_;
    seal::OfficeSeal& seal_;
    fs::path registries_;
    std::unique_ptr<intake::SignedBatch> pictures_from_;
    ImportOutput output_;
    Importer importer_;
    FixList* fix_list_ = nullptr;
};

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    std::vector<std::string> digests;
    if (office.staff_cards)
        for (const std::string& file : options.files)
            digests.push_back(file_digest(file));
    if (office.staff_cards && options.pictures_of_batch())
        digests.push_back(file_digest(options.pictures));
    context.log_in(office, options.person, Role::operator_, "import", digests);
    if (!options.fix_list.empty()) {
        if (options.files.size() != 1)
            throw Error{Errc::usage, "a list of what to mend is made of one file"}.with_field("--fix-list");
        if (is_there(options.fix_list))
            throw Error{Errc::file_exists, "it would be overwritten"}.with_field(options.fix_list);
    }
    issuer::Hsm hsm = issuer::Hsm::open(office, read_hsm_pin(context, options.hsm_pin_fd));
    const auto database = context.open_database(office);
    seal::OfficeSeal seal{hsm.token(), *database, now()};
    const auto store = open_store(office, *database, &seal);
    Import import{options, context, office, *database, seal, *store};
    for (const std::string& file : options.files)
        import.take(file);
    import.finish();
}

} // namespace

void add_import(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("import", context.text("Check records and take those that pass"));
    add_person_option(*command, context.text("The operator who imports"), options->person);
    command
        ->add_option("--fix-list", options->fix_list,
            context.text("Where to write, as a table, the records that were rejected, and why"))
        ->type_name("FILE");
    command
        ->add_option("--pictures", options->pictures,
            context.text("Where the pictures are that a table or a record names, if not beside it: a folder, or the "
                         "signed batch of which it is the list of what to mend"))
        ->type_name("PATH");
    command->add_option("records", options->files, context.text("Record files, tables of records, or signed batches"))
        ->type_name("FILE")
        ->required();
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
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
