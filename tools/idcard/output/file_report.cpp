// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/file_report.hpp"

#include "card/base/hex.hpp"
#include "card/version.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/decoding.hpp"
#include "idcard/output/field_labels.hpp"
#include "idcard/output/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard {

using card::Errc;
using card::Error;
using card::cli::Catalogue;
using card::session::FileReport;
using card::session::FileSet;
using card::session::Place;
using Json = nlohmann::ordered_json;

namespace {

std::string_view name(Place place)
{
    switch (place) {
    case Place::master_file:
        return "master_file";
    case Place::identity:
        return "identity";
    case Place::pki:
        return "pki";
    }
    return "";
}

std::string identifier(const FileReport& report)
{
    return fmt::format("{:04X}", report.file.id);
}

/// What a file says, or what is wrong with it.
struct Decoded {
    Json content = Json::object();
    std::optional<Errc> problem;
};

Decoded decoded(const FileReport& report, const card::profile::Profile& profile)
{
    try {
        return {decode(report.file, report.content, profile), {}};
    } catch (const Error& error) {
        return {Json::object(), error.code()};
    }
}

std::string value_text(const Json& value, const Catalogue& catalogue)
{
    if (value.is_boolean())
        return value.get<bool>() ? catalogue.text("yes") : catalogue.text("no");
    if (value.is_string())
        return value_label(value.get<std::string>(), catalogue);
    return value.dump();
}

bool is_list_of_objects(const Json& value)
{
    return value.is_array() && !value.empty() && value.front().is_object();
}

std::string list_text(const Json& list, const Catalogue& catalogue)
{
    std::string out;
    for (const Json& value : list)
        out += (out.empty() ? "" : ", ") + value_text(value, catalogue);
    return out;
}

/// The members as a table; those that have members of their own follow, one step to the right.
std::string tree(const Json& object, const Catalogue& catalogue, std::size_t indent)
{
    constexpr std::size_t step = 2;
    Rows rows;
    std::string nested;
    for (const auto& [key, value] : object.items()) {
        const std::string label = field_label(key, catalogue);
        if (value.is_object()) {
            nested += fmt::format("{:{}}{}\n", "", indent, label) + tree(value, catalogue, indent + step);
        } else if (is_list_of_objects(value)) {
            for (const Json& entry : value)
                nested += fmt::format("{:{}}{}\n", "", indent, label) + tree(entry, catalogue, indent + step);
        } else {
            rows.emplace_back(label, value.is_array() ? list_text(value, catalogue) : value_text(value, catalogue));
        }
    }
    return table(rows, indent) + nested;
}

std::string section(const FileReport& report, const card::profile::Profile& profile, const Catalogue& catalogue)
{
    const std::string title = fmt::format("{} ({})", report.file.name, identifier(report));
    if (report.problem)
        return fmt::format("{}: {}\n", title, reason_text(*report.problem, catalogue));
    const Decoded content = decoded(report, profile);
    std::string out = fmt::format("{}, ", title) +
                      fmt::format(fmt::runtime(catalogue.text("{} bytes")), report.content.size()) + '\n';
    if (content.problem)
        return out +
               fmt::format("  {}\n", catalogue.text(card::cli::message(*content.problem), card::cli::Part::happened));
    return out + tree(content.content, catalogue, 2);
}

Json file_json(const FileReport& report, const card::profile::Profile& profile, const Catalogue& catalogue, bool raw)
{
    Json out = {{"name", report.file.name}, {"id", identifier(report)}, {"place", name(report.file.place)}};
    if (report.problem) {
        out["problem"] = card::cli::identifier(report.problem->code());
        out["text"] = reason_text(*report.problem, catalogue);
        return out;
    }
    out["bytes"] = report.content.size();
    Decoded content = decoded(report, profile);
    if (content.problem) {
        out["problem"] = card::cli::identifier(*content.problem);
        out["text"] = catalogue.text(card::cli::message(*content.problem), card::cli::Part::happened);
    } else {
        out["decoded"] = std::move(content.content);
    }
    if (raw)
        out["data"] = card::to_hex(report.content);
    return out;
}

} // namespace

std::string reason_text(const Error& problem, const Catalogue& catalogue)
{
    switch (problem.code()) {
    case Errc::file_not_found:
        return catalogue.text("not on this card");
    case Errc::access_denied:
        return catalogue.text("closed; the card opens it to special readers of the authorities only");
    default:
        return catalogue.text(problem, card::cli::Part::happened);
    }
}

std::string to_text(const FileSet& set, const card::profile::Profile& profile, const Catalogue& catalogue)
{
    std::string out = catalogue.text("The files as they lie on the card. NOTHING WAS VERIFIED.") + "\n\n";
    for (const FileReport& report : set.files)
        out += section(report, profile, catalogue);
    return out + fmt::format("\n{} {}\n", catalogue.text("What to do now:"),
                     catalogue.text("To learn whether the card is genuine: idcard verify"));
}

std::string to_json(const FileSet& set, const card::profile::Profile& profile, const Catalogue& catalogue, bool raw)
{
    Json files = Json::array();
    for (const FileReport& report : set.files)
        files.push_back(file_json(report, profile, catalogue, raw));
    const Json document = {
        {"schema", "idcard/read-1"},
        {"version", card::version},
        {"verified", false},
        {"files", std::move(files)},
        {"cost", cost_json(set.costs)},
    };
    return document.dump(2) + '\n';
}

} // namespace idcard
