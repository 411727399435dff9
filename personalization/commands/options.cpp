// SPDX-License-Identifier: Apache-2.0
#include "commands/options.hpp"

#include "card/base/error.hpp"
#include "card/cli/printable.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace perso {

namespace {

constexpr std::size_t longest_line = 64; ///< bytes

} // namespace

CLI::Option* add_person_option(CLI::App& command, const std::string& who, std::string& person)
{
    return command.add_option("--as", person, who)->type_name("ID")->required();
}

CLI::Option* add_document_option(CLI::App& command, const Context& context, std::string& document)
{
    return command.add_option("document", document, context.text("Number of the card"))
        ->type_name("DOCUMENT")
        ->required();
}

CLI::Option* add_confirm_option(CLI::App& command, const Context& context, bool& confirm)
{
    return command.add_flag("--confirm", confirm, context.text("Confirm what another person requested"));
}

CLI::Option* add_reference_option(CLI::App& command, const Context& context, std::string& reference)
{
    return command.add_option("--reference", reference, context.text("Number of the report or decision"))
        ->type_name("TEXT");
}

CLI::Option* add_letters_option(CLI::App& command, const Context& context, std::string& folder)
{
    return command.add_option("--letters", folder, context.text("Folder for the letters with CAN, PIN and PUK"))
        ->type_name("DIR");
}

CLI::Option* add_reader_option(CLI::App& command, const Context& context, std::string& reader)
{
    return command.add_option("-r,--reader", reader, context.text("Part of the reader's name"))->type_name("NAME");
}

CLI::Option* add_timeout_option(CLI::App& command, const Context& context, unsigned& seconds)
{
    return command.add_option("--timeout", seconds, context.text("Seconds that one step may take before it is ended"))
        ->type_name("S")
        ->check(CLI::Range(5, 600));
}

CLI::Option* add_wait_option(CLI::App& command, const Context& context, std::optional<unsigned>& seconds)
{
    return command.add_option("--wait", seconds, context.text("Seconds to wait for a card; without it, for ever"))
        ->type_name("S");
}

CLI::Option* add_hsm_pin_option(CLI::App& command, const Context& context, std::optional<int>& descriptor)
{
    return command
        .add_option("--hsm-pin-fd", descriptor, context.text("File descriptor to read the PIN of the key store from"))
        ->type_name("N");
}

std::optional<std::chrono::seconds> patience(std::optional<unsigned> wait)
{
    return wait ? std::optional{std::chrono::seconds{*wait}} : std::nullopt;
}

void misused(std::string_view sentence, std::string option)
{
    throw card::Error{card::Errc::usage, sentence}.with_field(std::move(option));
}

bool is_short_line(std::string_view text)
{
    return text.size() <= longest_line && card::cli::printable(text) == text;
}

void require_reference(std::string_view reference)
{
    if (!is_short_line(reference))
        misused("the reference is not one line of printable text of at most 64 bytes", "--reference");
}

} // namespace perso
