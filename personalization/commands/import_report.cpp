// SPDX-License-Identifier: Apache-2.0
#include "commands/import_report.hpp"

#include "base/text.hpp"
#include "card/cli/printable.hpp"
#include "commands/notices.hpp"

#include <fmt/format.h>

#include <iostream>

namespace perso {

namespace {

using card::text::Encoding;

std::string suggestion_text(const std::string& value, const card::cli::Catalogue& catalogue)
{
    return fmt::format(
        fmt::runtime(catalogue.text("perhaps {value}, if the holder confirms it")), fmt::arg("value", value));
}

const char* name(Encoding encoding)
{
    switch (encoding) {
    case Encoding::utf8:
        return "UTF-8";
    case Encoding::utf8_with_mark:
        return "UTF-8-BOM";
    case Encoding::utf16_little_endian:
        return "UTF-16LE";
    case Encoding::utf16_big_endian:
        break;
    }
    return "UTF-16BE";
}

/// The sentence about a table for each separator, whole, so that it can be translated.
const char* sentence(char separator)
{
    switch (separator) {
    case ',':
        return text("{name}: a table in {encoding}, columns separated by commas, rows: {rows}");
    case ';':
        return text("{name}: a table in {encoding}, columns separated by semicolons, rows: {rows}");
    default:
        return text("{name}: a table in {encoding}, columns separated by tabs, rows: {rows}");
    }
}

} // namespace

ImportLine rejected(std::string file, std::string application, card::Errc code, intake::Rejections rejections,
    std::vector<intake::Suggestion> suggestions)
{
    return {std::move(file), std::move(application), "rejected", std::string{card::cli::identifier(code)},
        std::move(rejections), std::move(suggestions)};
}

std::string sentence_of(const card::Error& error)
{
    const std::string_view all = error.what();
    const std::string step = error.step() + ": ";
    return std::string{!error.step().empty() && all.starts_with(step) ? all.substr(step.size()) : all};
}

nlohmann::json to_json(const ImportLine& line)
{
    auto rejections = nlohmann::json::array();
    for (const auto& [field, reason] : line.rejections)
        rejections.push_back({{"field", field}, {"reason", reason}});
    nlohmann::json record{{"file", line.file}, {"application", line.application}, {"result", line.result}};
    if (!line.identifier.empty())
        record.update({{"identifier", line.identifier}, {"rejections", rejections}});
    for (const auto& [field, value] : line.suggestions)
        record["suggestions"].push_back({{"field", field}, {"value", value}});
    if (!line.notices.empty())
        record["notices"] = to_json(line.notices);
    if (line.household_unknown)
        record["household_unknown"] = true;
    return record;
}

void print(const ImportLine& line, const Context& context)
{
    const std::string result = line.result == "imported"         ? context.text("imported")
                               : line.result == "imported_again" ? context.text("imported again")
                               : line.result == "unchanged"      ? context.text("imported before, unchanged")
                                                                 : context.text("rejected");
    std::cout << (line.application.empty() ? line.file : line.application) << ": " << result << '\n';
    for (const auto& [field, reason] : line.rejections)
        std::cout << "  " << card::cli::printable(field) << ": " << context.text(reason.c_str()) << '\n';
    for (const auto& [field, value] : line.suggestions)
        std::cout << "  " << field << ": " << suggestion_text(value, context.catalogue()) << '\n';
    print(line.notices, context);
    if (line.household_unknown)
        std::cout << "  " << context.text("its household is unknown: others of it may be approved without it") << '\n';
}

nlohmann::json to_json(const std::string& file, const intake::TableForm& form)
{
    return {{"file", file}, {"encoding", name(form.encoding)}, {"separator", std::string(1, form.separator)},
        {"rows", form.rows}};
}

void print(const std::string& file, const intake::TableForm& form, const Context& context)
{
    std::cout << fmt::format(fmt::runtime(context.text(sentence(form.separator))), fmt::arg("name", file),
                     fmt::arg("encoding", name(form.encoding)), fmt::arg("rows", form.rows))
              << '\n';
}

nlohmann::json to_json(const batches::OpenHousehold& household)
{
    return {{"waiting", household.waiting}, {"waits_for", household.waits_for}};
}

void print(const batches::OpenHousehold& household, const Context& context)
{
    std::cout << context.text("A household waits for records that are to be mended:");
    for (const std::string& member : household.waits_for)
        std::cout << ' ' << card::cli::printable(member);
    std::cout << '\n';
    for (const std::string& member : household.waiting)
        std::cout << "  " << member << ": " << context.text("is good and waits") << '\n';
}

std::string reasons(const ImportLine& line, const card::cli::Catalogue& catalogue)
{
    std::string all;
    const auto add = [&](const std::string& field, const std::string& what) {
        all += (all.empty() ? "" : "; ") + field + ": " + what;
    };
    for (const auto& [field, reason] : line.rejections)
        add(field, catalogue.text(reason.c_str()));
    for (const auto& [field, value] : line.suggestions)
        add(field, suggestion_text(value, catalogue));
    return all;
}

} // namespace perso
