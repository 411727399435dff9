// SPDX-License-Identifier: Apache-2.0
#include "idcard/secrets.hpp"

#include "idcard/mrz_input.hpp"

#include <CLI/CLI.hpp>

namespace idcard {

using card::SecureBytes;
using card::cli::SecretFormat;

namespace {

constexpr std::size_t longest_mrz = 200; // three lines with their ends and some blanks

/// Three questions at the terminal; what stands on the card may be seen while it is typed.
SecureBytes ask_for_mrz(const Context& context)
{
    const auto ask = [](const std::string& prompt, std::size_t shortest, std::size_t longest) {
        return card::cli::read_secret(SecretFormat{"MRZ", shortest, longest, false}, {.prompt = prompt, .echo = true});
    };
    const SecureBytes number = ask(context.text("Document number (on the card): "), 1, 30);
    const SecureBytes birth = ask(context.text("Date of birth as in the lines on the back (YYMMDD): "), 6, 7);
    const SecureBytes expiry = ask(context.text("Date of expiry as in the lines on the back (YYMMDD): "), 6, 7);
    const card::ByteView line_end = card::as_bytes("\n");
    return card::secure_concat({number, line_end, birth, line_end, expiry});
}

} // namespace

card::cli::SecretSource SecretOptions::source(std::string prompt) const
{
    card::cli::SecretSource source{.prompt = std::move(prompt)};
    if (!file.empty())
        source.file = file;
    else if (descriptor >= 0)
        source.descriptor = descriptor;
    return source;
}

void add_secret_options(CLI::App& command, const Context& context, const std::string& name, SecretOptions& options,
    const std::string& file_text, const std::string& descriptor_text)
{
    CLI::Option* const file =
        command.add_option("--" + name + "-file", options.file, file_text)->type_name(context.text("FILE"));
    command.add_option("--" + name + "-fd", options.descriptor, descriptor_text)
        ->type_name(context.text("NUMBER"))
        ->check(CLI::Range(0, 1023).description(""))
        ->excludes(file);
}

void add_password_options(CLI::App& command, const Context& context, PasswordOptions& options)
{
    add_secret_options(command, context, "can", options.can, context.text("File with the CAN, - for standard input"),
        context.text("Open file descriptor with the CAN"));
    add_secret_options(command, context, "mrz", options.mrz,
        context.text("File with the lines on the back of the card instead of the CAN, - for standard input"),
        context.text("Open file descriptor with the lines on the back of the card"));
    command.add_flag("--mrz", options.ask_for_mrz, context.text("Ask for the lines on the back instead of the CAN"));
    for (const char* const can : {"--can-file", "--can-fd"})
        for (const char* const mrz : {"--mrz", "--mrz-file", "--mrz-fd"})
            command.get_option(mrz)->excludes(command.get_option(can));
}

std::unique_ptr<card::auth::Password> read_password(const Context& context, const PasswordOptions& options)
{
    if (options.mrz.given())
        return std::make_unique<card::auth::Mrz>(
            parse_mrz(card::cli::read_secret_text("MRZ", longest_mrz, options.mrz.source())));
    if (options.ask_for_mrz)
        return std::make_unique<card::auth::Mrz>(parse_mrz(ask_for_mrz(context)));
    return std::make_unique<card::auth::Can>(card::cli::read_secret(
        card::cli::can_format(), options.can.source(context.text("CAN (six digits on the front of the card): "))));
}

} // namespace idcard
