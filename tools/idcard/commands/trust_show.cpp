// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ldif.hpp"
#include "idcard/context.hpp"
#include "idcard/output/trust_report.hpp"
#include "idcard/trust/regular_file.hpp"
#include "idcard/trust_data.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace idcard {

namespace {

struct Options {
    std::vector<std::string> files;
    std::string folder;
};

std::vector<ListedItem> items_to_show(const Options& options)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (options.files.empty())
        return list_folder(
            read_trust_folder(options.folder.empty() ? default_trust_folder() : std::filesystem::path{options.folder}),
            now);
    card::trust::Files files;
    for (const std::string& file : options.files)
        files[file] = read_regular_file(file, card::pki::max_ldif_size);
    return list_files(files, now);
}

} // namespace

void add_trust_show(CLI::App& trust, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = trust.add_subcommand("show", context.text("List certificates and lists, and what is wrong"));
    CLI::Option* const folder =
        command->add_option("--trust", options->folder, context.text("Folder with the trust data"))
            ->type_name(context.text("FOLDER"));
    command
        ->add_option("files", options->files,
            context.text("Files to list instead: certificates, lists, master lists, LDIF; DER or PEM"))
        ->type_name(context.text("FILE"))
        ->excludes(folder);
    command->callback([options, &context] {
        const auto items = items_to_show(*options);
        std::cout << (context.program.json ? to_json(items) : to_text(items, context.catalogue()));
    });
}

} // namespace idcard
