// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"
#include "card/version.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/holder.hpp"
#include "idcard/output/report.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <nlohmann/json.hpp>

namespace idcard {

using card::cli::Catalogue;
using card::session::Verification;
using card::trust::Check;
using Json = nlohmann::ordered_json;

namespace {

Json check_json(const Check& check, const Catalogue& catalogue)
{
    Json out = {{"id", name(check.id)}, {"state", name(check.state)}};
    if (check.group)
        out["group"] = *check.group;
    if (check.reason)
        out["reason"] = card::cli::identifier(*check.reason);
    if (check.remark)
        out["remark"] = card::cli::identifier(*check.remark);
    if (check.days)
        out["days"] = *check.days;
    if (check.tries)
        out["tries_left"] = *check.tries;
    if (check.clock && check.bound) {
        out["clock"] = card::to_text(*check.clock);
        out["not_before"] = card::to_text(*check.bound);
    }
    out["text"] = finding(check, catalogue);
    return out;
}

Json verdict_json(const card::trust::Verdict& verdict, const Catalogue& catalogue)
{
    Json out = {
        {"overall", name(verdict.overall)},
        {"exit_code", static_cast<int>(exit_code(verdict.overall))},
    };
    if (const auto& decisive = verdict.decisive; decisive && decisive->reason)
        out["reason"] = card::cli::identifier(*decisive->reason);
    out["headline"] = headline(verdict, catalogue);
    out["do"] = advice(verdict, catalogue);
    return out;
}

Json holder_json(const Holder& holder)
{
    Json out = Json::object();
    const auto add = [&out](const char* key, const std::string& value) {
        if (!value.empty())
            out[key] = value;
    };
    add("name_lao", holder.name_lao);
    add("name_latin", holder.name_latin);
    add("document_number", holder.document_number);
    add("personal_number", holder.personal_number);
    if (const auto& born = holder.date_of_birth) {
        out["date_of_birth"] = to_text(*born).substr(0, born->estimated ? 4 : std::string::npos);
        if (born->estimated)
            out["date_of_birth_estimated"] = true;
    }
    if (holder.age)
        out["age"] = {{"least", holder.age->least}, {"most", holder.age->most}};
    add("sex", holder.sex);
    add("nationality", holder.nationality);
    add("place_of_birth", holder.place_of_birth);
    add("address", holder.address);
    add("issuing_authority", holder.issuing_authority);
    add("date_of_issue", holder.date_of_issue);
    add("date_of_expiry", holder.date_of_expiry);
    if (holder.no_expiry)
        out["no_expiry"] = true;
    return out;
}

std::string_view name(PhotoNote::State state)
{
    switch (state) {
    case PhotoNote::State::written:
        return "written";
    case PhotoNote::State::withheld:
        return "withheld";
    case PhotoNote::State::unreadable:
        return "unreadable";
    }
    return "";
}

Json photo_json(const PhotoNote& photo)
{
    Json out = {{"state", name(photo.state)}};
    if (photo.problem)
        out["reason"] = card::cli::identifier(*photo.problem);
    return out;
}

Json evidence_json(const EvidenceNote& note)
{
    Json out = {{"level", name(note.level)}};
    if (note.witness) {
        out["counter"] = card::cli::printable(note.witness->counter);
        out["program"] = card::cli::printable(note.witness->program);
        out["time"] = card::trust::utc_text(note.witness->time);
    }
    if (!note.challenge.empty())
        out["challenge"] = card::to_hex(note.challenge);
    out["signed"] = note.is_signed;
    out["judged_for"] = card::to_text(note.day);
    return out;
}

Json trust_json(const TrustNote& note)
{
    return {{"serial", note.serial}, {"this_update", card::trust::utc_text(note.this_update)},
        {"next_update", card::trust::utc_text(note.next_update)}};
}

} // namespace

std::string to_json(const Verification& verification, const Catalogue& catalogue, const ReportExtras& extras)
{
    Json checks = Json::array();
    for (const Check& check : verification.verdict.checks)
        checks.push_back(check_json(check, catalogue));
    Json document = {
        {"schema", "idcard/verify-1"},
        {"version", card::version},
        {"verdict", verdict_json(verification.verdict, catalogue)},
        {"checks", std::move(checks)},
        {"holder", holder_json(holder_of(verification.holder, extras.today))},
    };
    if (extras.photo)
        document["photo"] = photo_json(*extras.photo);
    if (extras.trust)
        document["trust"] = trust_json(*extras.trust);
    if (extras.evidence)
        document["evidence"] = evidence_json(*extras.evidence);
    document["cost"] = cost_json(verification.costs);
    return document.dump(2) + '\n';
}

} // namespace idcard
