// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/report.hpp"

#include "card/cli/messages.hpp"
#include "card/version.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard::setup {

using Json = nlohmann::ordered_json;

namespace {

std::string_view kind_name(const Edit& edit)
{
    if (!edit.after)
        return "delete";
    return edit.current ? "change" : "create";
}

std::string kind_text(const Edit& edit, const card::cli::Catalogue& catalogue)
{
    if (!edit.after)
        return catalogue.text("is taken away");
    return edit.current ? catalogue.text("is changed") : catalogue.text("is made");
}

} // namespace

std::string changes_text(const Plan& plan, const card::cli::Catalogue& catalogue)
{
    std::string out;
    for (const Edit& edit : plan.edits) {
        if (!edit.changes())
            continue;
        out += fmt::format("{}: {} {}\n", edit.program, edit.file.string(), kind_text(edit, catalogue));
        for (const std::string& line : differences(edit.current, edit.after))
            out += fmt::format("  {}\n", line);
        out += '\n';
    }
    for (const std::string& note : plan.notes)
        out += note + '\n';
    return out;
}

std::string outcome_text(const Plan& plan, Outcome outcome, const card::cli::Catalogue& catalogue)
{
    if (!plan.changes())
        return catalogue.text("Nothing is to be changed.") + '\n';
    if (outcome != Outcome::done)
        return catalogue.text("Nothing was changed.") + '\n';
    return (plan.area == "undo" ? catalogue.text("Done; the files are as they were.")
                                : catalogue.text("Done. This takes it back: idcard setup undo")) +
           '\n';
}

std::string to_json(const Plan& plan, Outcome outcome, const std::vector<card::Error>& refused)
{
    Json changes = Json::array();
    for (const Edit& edit : plan.edits)
        if (edit.changes())
            changes.push_back({{"program", edit.program}, {"file", edit.file.string()}, {"kind", kind_name(edit)},
                {"lines", differences(edit.current, edit.after)}});
    Json left = Json::array();
    for (const card::Error& error : refused)
        left.push_back({{"identifier", card::cli::identifier(error.code())}, {"file", error.field()}});
    const Json document = {
        {"schema", "idcard/setup-1"},
        {"version", card::version},
        {"action", plan.area},
        {"done", outcome == Outcome::done},
        {"changes", changes},
        {"left", left},
        {"notes", plan.notes},
    };
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace idcard::setup
