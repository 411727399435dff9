// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ldif.hpp"
#include "idcard/context.hpp"
#include "idcard/output/trust_report.hpp"
#include "idcard/trust/installed_trust.hpp"
#include "idcard/trust/regular_file.hpp"
#include "idcard/trust_data.hpp"

#include <iostream>

namespace idcard {

namespace {

struct Options {
    std::vector<std::string> files;
    std::string folder;
};

card::trust::Files files_to_show(const Options& options)
{
    if (options.files.empty())
        return read_trust_folder(
            options.folder.empty() ? default_trust_folder() : std::filesystem::path{options.folder})
            .files;
    card::trust::Files files;
    for (const std::string& file : options.files)
        files[file] = read_regular_file(file, card::pki::max_ldif_size);
    return files;
}

} // namespace

void add_trust_show(CLI::App& trust, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = trust.add_subcommand("show", context.text("List certificates and lists, and what is wrong"));
    command->add_option("files", options->files, context.text("Files to list instead: .cer, .crl, .ml, .ldif"))
        ->type_name(context.text("FILE"));
    command->add_option("--trust", options->folder, context.text("Folder with the trust data"))
        ->type_name(context.text("FOLDER"));
    command->callback([options, &context] {
        const auto items = list_trust(files_to_show(*options));
        std::cout << (context.program.json ? to_json(items) : to_text(items, context.catalogue()));
    });
}

} // namespace idcard
