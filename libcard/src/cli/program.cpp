// SPDX-License-Identifier: Apache-2.0
#include "card/cli/program.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <iostream>

namespace card::cli {

namespace {

/// The options in front of "--".
std::span<const std::string> options(const std::vector<std::string>& arguments)
{
    return {arguments.begin(), std::ranges::find(arguments, "--")};
}

/// --lang is needed before the command line is parsed: the help and the errors of parsing are in that language.
Language wanted_language(const std::vector<std::string>& arguments)
{
    constexpr std::string_view option = "--lang";
    const auto before_end = options(arguments);
    for (std::size_t i = 0; i < before_end.size(); ++i) {
        const std::string_view argument = before_end[i];
        if (argument == option && i + 1 < before_end.size())
            return language(before_end[i + 1]);
        if (argument.starts_with("--lang="))
            return language(argument.substr(option.size() + 1));
    }
    return language_of_environment();
}

nlohmann::ordered_json to_json(const Error& error, const Catalogue& catalogue)
{
    nlohmann::ordered_json out = {
        {"identifier", identifier(error.code())},
        {"exit_code", static_cast<int>(exit_code(error.code()))},
    };
    for (const Part part : {Part::happened, Part::advice, Part::helpdesk})
        out[name(part)] = catalogue.text(error, part);
    if (!error.step().empty())
        out["step"] = error.step();
    if (error.status_word())
        out["status_word"] = fmt::format("{:04X}", error.status_word()->value);
    if (!error.field().empty())
        out["field"] = error.field();
    if (error.number())
        out["number"] = *error.number();
    return out;
}

/// PINs and session keys are in memory: a program that dies does not leave them in a core file.
void forbid_core_files()
{
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
}

/// Output that could not be written must not look like success.
void flush_output()
{
    std::cout.flush();
    if (!std::cout)
        throw Error{Errc::file_unwritable, "standard output failed"}.with_field("-");
}

int report(std::string_view name, const Error& error, const Catalogue& catalogue, bool json)
{
    std::ostream& out = json ? std::cout : std::cerr;
    if (!json)
        out << name << ": ";
    write_error(out, error, catalogue, json);
    out.flush();
    if (json && !out) // the document does not fit on the disk
        write_error(std::cerr, error, catalogue, json);
    return static_cast<int>(exit_code(error.code()));
}

} // namespace

void write_error(std::ostream& out, const Error& error, const Catalogue& catalogue, bool json)
{
    if (json) {
        const nlohmann::ordered_json document = {{"schema", "idcard/error-1"}, {"error", to_json(error, catalogue)}};
        out << document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
        return;
    }
    out << identifier(error.code()) << '\n'
        << "  " << catalogue.text(error, Part::happened) << '\n'
        << "  " << catalogue.text("What to do:") << ' ' << catalogue.text(error, Part::advice) << '\n'
        << "  " << catalogue.text("For the helpdesk:") << ' ' << catalogue.text(error, Part::helpdesk) << '\n';
}

int program_main(std::string_view name, std::string_view version, int argc, char** argv,
    const std::function<ExitCode(const Program&)>& body) noexcept
try {
    forbid_core_files();
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const bool json = std::ranges::find(options(arguments), "--json") != options(arguments).end();
    Catalogue catalogue{language_of_environment()};
    try {
        catalogue = Catalogue{wanted_language(arguments)};
        const ExitCode exit =
            body(Program{std::string{name}, std::string{version}, std::move(arguments), catalogue, json});
        flush_output();
        return static_cast<int>(exit);
    } catch (const Error& error) {
        return report(name, error, catalogue, json);
    } catch (const std::exception& error) {
        return report(name, Error{Errc::internal, Step{error.what()}, "unexpected exception"}, catalogue, json);
    }

} catch (...) { // not even a message could be made
    return static_cast<int>(ExitCode::failed);
}

} // namespace card::cli
