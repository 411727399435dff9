// SPDX-License-Identifier: Apache-2.0
#include "card/cli/parse.hpp"

#include "card/cli/printable.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace card::cli {

namespace {

constexpr std::size_t left_column = 28;

/// The help of CLI11 with its headings in the program's language, and columns that hold for Lao, too.
class Formatter : public CLI::Formatter {
public:
    explicit Formatter(const Catalogue& catalogue)
        : options_{catalogue.text("Options")},
          commands_{catalogue.text("Commands")},
          excludes_{catalogue.text("not with")}
    {
        label("Usage", catalogue.text("Usage"));
        label("OPTIONS", catalogue.text("OPTIONS"));
        label("SUBCOMMAND", catalogue.text("COMMAND"));
        label("SUBCOMMANDS", catalogue.text("COMMAND"));
        label("Positionals", catalogue.text("Arguments"));
        label("REQUIRED", catalogue.text("(required)"));
    }

    std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override
    {
        return CLI::Formatter::make_group(group == "Options" ? options_ : group, positional, std::move(options));
    }

    std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override
    {
        std::string out = CLI::Formatter::make_subcommands(app, mode);
        constexpr std::string_view heading = "\nSubcommands:\n";
        if (out.starts_with(heading))
            out.replace(1, heading.size() - 3, commands_);
        return out;
    }

    std::string make_option(const CLI::Option* option, bool positional) const override
    {
        return line(make_option_name(option, positional) + make_option_opts(option), make_option_desc(option));
    }

    std::string make_option_opts(const CLI::Option* option) const override
    {
        std::string out;
        if (option->get_type_size() != 0 && !option->get_type_name().empty())
            out = " " + get_label(option->get_type_name());
        if (option->get_required())
            out += " " + get_label("REQUIRED");
        return out;
    }

    std::string make_option_desc(const CLI::Option* option) const override
    {
        std::vector<std::string> others;
        for (const CLI::Option* other : option->get_excludes())
            others.push_back(other->get_name());
        std::ranges::sort(others); // CLI11 keeps them by their addresses
        return option->get_description() +
               (others.empty() ? "" : fmt::format(" ({} {})", excludes_, fmt::join(others, ", ")));
    }

    std::string make_subcommand(const CLI::App* command) const override
    {
        return line(command->get_display_name(true), command->get_description());
    }

private:
    static std::string line(const std::string& name, const std::string& description)
    {
        return fmt::format("  {}{}\n", pad(name + "  ", left_column), description);
    }

    std::string options_;
    std::string commands_;
    std::string excludes_;
};

/// The name of an option without its value: "--can=123456" must not reach a log.
std::string without_value(std::string_view argument)
{
    return std::string{argument.substr(0, argument.find('='))};
}

/// The first option that CLI11's English sentence names; a value that follows it is left out.
std::string subject(const CLI::ParseError& error)
{
    const std::string_view what = error.what();
    const auto begin = what.starts_with('-') ? 0 : std::min(what.find(" -"), what.size() - 1) + 1;
    return std::string{what.substr(begin, what.find_first_of(" :=,", begin) - begin)};
}

/// The command that was chosen last; its remaining arguments are those that CLI11 complains about.
const CLI::App& innermost(const CLI::App& app)
{
    const CLI::App* current = &app;
    for (auto chosen = app.get_subcommands(); !chosen.empty(); chosen = current->get_subcommands())
        current = chosen.back();
    return *current;
}

Error translate(const CLI::App& app, const CLI::ParseError& error, const Catalogue& catalogue)
{
    const auto usage = [&error](const std::string& subject) {
        return Error{Errc::usage, error.get_name()}.with_field(subject);
    };
    const bool required = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    const bool command_wanted = required && innermost(app).get_require_subcommand_min() > 0;
    // Where a command is wanted, CLI11 complains of that before it looks at the words that are left over.
    if (command_wanted || dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        const std::vector<std::string> extras = app.remaining(true);
        // A stray word may be a secret that belongs nowhere; only options are repeated to the user.
        const auto option = std::ranges::find_if(extras, [](const std::string& text) { return text.starts_with('-'); });
        if (option != extras.end())
            return usage(fmt::format(fmt::runtime(catalogue.text("unknown option {}")), without_value(*option)));
        if (!command_wanted)
            return usage(catalogue.text("a word that belongs to no option"));
        return extras.empty() ? usage(catalogue.text("a command is missing"))
                              : usage(catalogue.text("no such command"));
    }
    if (required) {
        const std::string option = subject(error);
        return option.empty() ? usage(catalogue.text("an argument is missing"))
                              : usage(fmt::format(fmt::runtime(catalogue.text("{} is missing")), option));
    }
    if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr)
        return usage(catalogue.text("two options that exclude each other"));
    if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr)
        return usage(catalogue.text("an option that needs another one"));
    const std::string option = subject(error);
    return option.empty() ? usage(catalogue.text("a value is missing or not accepted"))
                          : usage(fmt::format(fmt::runtime(catalogue.text("the value of {}")), option));
}

} // namespace

void prepare(CLI::App& app, const Program& program)
{
    const Catalogue& catalogue = program.catalogue;
    app.name(program.name);
    app.formatter(std::make_shared<Formatter>(catalogue));
    app.fallthrough(); // --lang and --json are also understood behind the command
    app.footer(catalogue.text("--lang and --json can be given with every command."));
    app.set_help_flag("-h,--help", catalogue.text("Show this help"));
    app.set_version_flag(
        "--version", fmt::format("{} {}", program.name, program.version), catalogue.text("Show the version"));
    // Both were looked up before parsing (program_main); here they are only declared.
    app.add_option_function<std::string>(
           "--lang", [](const std::string&) {}, catalogue.text("Language of the texts: en or lo"))
        ->type_name("en|lo");
    app.add_flag_callback(
        "--json", [] {}, catalogue.text("Results and errors as JSON"));
}

bool parse(CLI::App& app, const Program& program)
{
    try {
        app.parse(std::vector<std::string>{program.arguments.rbegin(), program.arguments.rend()}); // last one first
        return true;
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
    } catch (const CLI::CallForAllHelp&) {
        std::cout << app.help("", CLI::AppFormatMode::All);
    } catch (const CLI::CallForVersion& version) {
        std::cout << version.what() << '\n';
    } catch (const CLI::ParseError& error) {
        throw translate(app, error, program.catalogue);
    }
    return false;
}

} // namespace card::cli
