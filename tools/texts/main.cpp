// SPDX-License-Identifier: Apache-2.0
// Prints what is generated from the message tables: the template of the catalogue and docs/errors.md.
#include "card/cli/messages.hpp"
#include "idcard/output/texts.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>

namespace {

using card::cli::Message;
using card::cli::Part;

constexpr std::array parts{Part::happened, Part::advice, Part::helpdesk};

void print_entry(std::string_view context, std::string_view english)
{
    fmt::print("\nmsgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"\"\n", context, english);
}

void print_template()
{
    fmt::print("msgid \"\"\nmsgstr \"\"\n"
               "\"Project-Id-Version: idcard\\n\"\n"
               "\"MIME-Version: 1.0\\n\"\n"
               "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
               "\"Content-Transfer-Encoding: 8bit\\n\"\n");
    for (const Message& message : card::cli::all_messages())
        for (const Part part : parts)
            print_entry(fmt::format("{}/{}", message.identifier, name(part)), english(message, part));
    for (const idcard::texts::Text& text : idcard::texts::all())
        print_entry(text.context, text.english);
}

void print_errors()
{
    fmt::print(
        "# Messages\n\n"
        "Every condition that the programs of this project report, under its stable identifier: the same in text, "
        "JSON and log.\n"
        "Words in braces are replaced by what is known about the case. Exit codes are explained in "
        "[exit-codes.md](exit-codes.md).\n\n"
        "This page is generated from the message table in `libcard/src/cli/messages_*.cpp`: change it there, then "
        "run `ninja update-texts`.\n");
    for (const Message& message : card::cli::all_messages())
        fmt::print("\n## {}\n\nExit code {}.\n\n"
                   "- What happened: {}\n- What to do: {}\n- For the helpdesk: {}\n",
            message.identifier, static_cast<int>(message.exit), message.happened, message.advice, message.helpdesk);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string_view wanted = argc == 2 ? argv[1] : "";
    if (wanted == "pot")
        print_template();
    else if (wanted == "errors")
        print_errors();
    else
        return static_cast<int>(card::cli::ExitCode::usage);
    return static_cast<int>(card::cli::ExitCode::done);
}
