// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/batch_report.hpp"

#include "card/cli/messages.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"
#include "idcard/output/table.hpp"
#include "idcard/output/texts.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace idcard {

using card::cli::Catalogue;
using card::cli::ExitCode;
using card::trust::Check;
using card::trust::Overall;
using Json = nlohmann::ordered_json;

namespace {

ExitCode exit_of(const BatchResult& result)
{
    return result.verdict ? exit_code(result.verdict->overall) : exit_without_verdict(result);
}

const Check* decisive(const BatchResult& result)
{
    return result.verdict && result.verdict->decisive ? &*result.verdict->decisive : nullptr;
}

std::string reason(const BatchResult& result)
{
    const Check* const check = decisive(result);
    const std::optional<card::Errc> why = check != nullptr ? check->reason : result.problem;
    return why ? std::string{card::cli::identifier(*why)} : std::string{};
}

/// What else is worth telling, each identifier once: legacy_rules above all.
std::vector<std::string_view> remarks(const BatchResult& result)
{
    std::vector<std::string_view> out;
    if (result.verdict)
        for (const Check& check : result.verdict->checks)
            if (check.remark && std::ranges::find(out, card::cli::identifier(*check.remark)) == out.end())
                out.push_back(card::cli::identifier(*check.remark));
    return out;
}

/// Quoted where it must be. What a spreadsheet would take for a formula becomes a text.
std::string field(std::string value)
{
    if (value.find_first_of("=+-@\t\r") == 0)
        value.insert(0, 1, '\'');
    if (value.find_first_of(",\"\r\n") == std::string::npos)
        return value;
    std::string quoted = "\"";
    for (const char c : value)
        quoted += c == '"' ? std::string{"\"\""} : std::string{c};
    return quoted + '"';
}

} // namespace

std::string batch_csv_header()
{
    return "file,overall,exit_code,check,group,reason,level,counter,time,signed,remarks,trust_serial\r\n";
}

std::string batch_csv(const BatchResult& result)
{
    const Check* const check = decisive(result);
    std::vector<std::string> values{card::cli::printable(result.file),
        result.verdict ? std::string{name(result.verdict->overall)} : std::string{},
        std::to_string(static_cast<int>(exit_of(result))), check != nullptr ? std::string{name(check->id)} : "",
        check != nullptr && check->group ? std::to_string(*check->group) : "", reason(result)};
    if (const auto& note = result.note) {
        const auto& witness = note->witness;
        values.emplace_back(name(note->level));
        values.push_back(witness ? card::cli::printable(witness->counter) : "");
        values.push_back(witness ? card::trust::utc_text(witness->time) : "");
        values.emplace_back(note->is_signed ? "yes" : "no");
    } else {
        values.resize(10);
    }
    values.push_back(fmt::format("{}", fmt::join(remarks(result), " ")));
    values.push_back(result.trust_serial != 0 ? std::to_string(result.trust_serial) : "");
    std::string line;
    for (std::string& value : values)
        line += (line.empty() ? "" : ",") + field(std::move(value));
    return line + "\r\n";
}

std::string batch_json(const BatchResult& result)
{
    Json line = {{"schema", "idcard/batch-1"}, {"file", card::cli::printable(result.file)}};
    if (result.verdict)
        line["overall"] = name(result.verdict->overall);
    line["exit_code"] = static_cast<int>(exit_of(result));
    if (const Check* const check = decisive(result)) {
        line["check"] = name(check->id);
        if (check->group)
            line["group"] = *check->group;
    }
    if (std::string why = reason(result); !why.empty())
        line["reason"] = std::move(why);
    if (const auto more = remarks(result); !more.empty())
        line["remarks"] = more;
    if (result.trust_serial != 0)
        line["trust_serial"] = result.trust_serial;
    if (const auto& note = result.note) {
        line["level"] = name(note->level);
        if (note->witness) {
            line["counter"] = card::cli::printable(note->witness->counter);
            line["time"] = card::trust::utc_text(note->witness->time);
        }
        line["signed"] = note->is_signed;
    }
    return line.dump() + '\n';
}

std::string batch_summary(const BatchSummary& summary, const Catalogue& catalogue)
{
    Rows rows;
    for (const Overall overall : {Overall::genuine, Overall::genuine_stale, Overall::genuine_not_valid,
             Overall::undetermined, Overall::not_genuine}) {
        const texts::Text text = texts::headline(overall);
        rows.emplace_back(catalogue.text(text.context, text.english),
            std::to_string(summary.verdicts.at(static_cast<std::size_t>(overall))));
    }
    rows.emplace_back(catalogue.text("No evidence, or not to be judged"), std::to_string(summary.unusable));
    return table(rows);
}

std::string progress_bar(std::size_t done, std::size_t all, std::size_t width)
{
    const std::size_t filled = all == 0 ? width : done * width / all;
    const std::size_t percent = all == 0 ? 100 : done * 100 / all;
    return fmt::format(
        "[{}{}] {:3} % ({}/{})", std::string(filled, '#'), std::string(width - filled, ' '), percent, done, all);
}

} // namespace idcard
