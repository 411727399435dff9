// SPDX-License-Identifier: Apache-2.0
#include "card/cli/printable.hpp"
#include "card/lds/file_ids.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/holder.hpp"
#include "idcard/output/report.hpp"
#include "idcard/output/report_parts.hpp"
#include "idcard/output/texts.hpp"
#include "idcard/output/verdict_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace idcard {

using card::cli::Catalogue;
using card::cli::columns;
using card::cli::pad;
using card::session::Verification;
using card::trust::Check;
using card::trust::Overall;

namespace {

std::string sex(const Holder& holder, const Catalogue& catalogue)
{
    if (holder.sex.empty())
        return {};
    return holder.sex == "M" ? catalogue.text("male") : catalogue.text("female");
}

std::string date_of_birth(const Holder& holder, const Catalogue& catalogue)
{
    if (!holder.date_of_birth)
        return {};
    const std::string date = local_date(*holder.date_of_birth, catalogue.language());
    return holder.date_of_birth->estimated ? fmt::format("{} ({})", date, catalogue.text("estimated")) : date;
}

/// One number, or two where the birthday may or may not have been.
std::string age(const Holder& holder)
{
    if (!holder.age)
        return {};
    const auto [least, most] = *holder.age;
    return least == most ? std::to_string(least) : fmt::format("{}-{}", least, most);
}

Rows rows_of(const Holder& holder, const Catalogue& catalogue)
{
    return {
        {catalogue.text("Name"), holder.name_lao},
        {catalogue.text("Latin name"), holder.name_latin},
        {catalogue.text("Document number"), holder.document_number},
        {catalogue.text("Personal number"), holder.personal_number},
        {catalogue.text("Date of birth"), date_of_birth(holder, catalogue)},
        {catalogue.text("Age"), age(holder)},
        {catalogue.text("Sex"), sex(holder, catalogue)},
        {catalogue.text("Nationality"), holder.nationality},
        {catalogue.text("Place of birth"), holder.place_of_birth},
        {catalogue.text("Address"), holder.address},
        {catalogue.text("Issued by"), holder.issuing_authority},
        {catalogue.text("Date of issue"), local_date(holder.date_of_issue, catalogue.language())},
        {catalogue.text("Date of expiry"),
            holder.no_expiry ? catalogue.text("none") : local_date(holder.date_of_expiry, catalogue.language())},
    };
}

std::string check_table(const std::vector<Check>& checks, const Catalogue& catalogue)
{
    std::size_t state_width = 0;
    std::size_t subject_width = 0;
    std::vector<std::pair<std::string, std::string>> heads;
    for (const Check& check : checks) {
        const texts::Text word = texts::state_word(check.state);
        heads.emplace_back(catalogue.text(word.context, word.english), subject(check, catalogue));
        state_width = std::max(state_width, columns(heads.back().first));
        subject_width = std::max(subject_width, columns(heads.back().second));
    }
    std::string out;
    for (std::size_t i = 0; i < checks.size(); ++i)
        out += fmt::format("  {}  {}  {}\n", pad(heads[i].first, state_width), pad(heads[i].second, subject_width),
            finding(checks[i], catalogue));
    return out;
}

std::string photo_line(const PhotoNote& photo, const Catalogue& catalogue)
{
    switch (photo.state) {
    case PhotoNote::State::written:
        return fmt::format(fmt::runtime(catalogue.text("The photograph was written to {}.")), photo.path);
    case PhotoNote::State::withheld:
        return catalogue.text("The photograph was not written, because this card is not proven genuine.");
    case PhotoNote::State::unreadable:
        return catalogue.text(card::cli::message(*photo.problem), card::cli::Part::happened);
    }
    return {};
}

std::string cost_line(const card::iso7816::StepCost& cost, const Catalogue& catalogue)
{
    return fmt::format(fmt::runtime(catalogue.text("{} commands, {} bytes sent, {} bytes received.")), cost.apdus,
        cost.bytes_sent, cost.bytes_received);
}

} // namespace

Rows holder_rows(const Verification& verification, const Catalogue& catalogue, card::Date today)
{
    return rows_of(holder_of(verification.holder, today), catalogue);
}

bool has_values(const Rows& rows)
{
    return std::ranges::any_of(rows, [](const auto& row) { return !row.second.empty(); });
}

std::string holder_heading(Overall overall, const Catalogue& catalogue)
{
    const bool believed = overall != Overall::not_genuine && overall != Overall::undetermined;
    return believed ? catalogue.text("The card belongs to:") : catalogue.text("The card claims, without proof:");
}

bool vouches_for_photograph(const card::trust::Verdict& verdict)
{
    const bool genuine = verdict.overall != Overall::not_genuine && verdict.overall != Overall::undetermined;
    return genuine && std::ranges::any_of(verdict.checks, [](const Check& check) {
        return check.id == card::trust::CheckId::group_hash && check.group == card::lds::file::dg2.group &&
               check.state == card::trust::State::passed;
    });
}

std::optional<TrustNote> note_of(const card::trust::TrustData& data)
{
    if (!data.this_update || !data.next_update)
        return std::nullopt;
    return TrustNote{.serial = data.serial, .this_update = *data.this_update, .next_update = *data.next_update};
}

std::string trust_line(const std::optional<TrustNote>& note, const Catalogue& catalogue)
{
    if (!note)
        return {};
    return fmt::format(fmt::runtime(catalogue.text("Trust package {} of {}, a newer one is due on {}.")), note->serial,
        card::to_text(card::day_of(note->this_update)), card::to_text(card::day_of(note->next_update)));
}

std::string to_text(const Verification& verification, const Catalogue& catalogue, const ReportExtras& extras)
{
    const card::trust::Verdict& verdict = verification.verdict;
    std::string out = headline(verdict, catalogue) + "\n";
    if (const Rows holder = holder_rows(verification, catalogue, extras.today); has_values(holder))
        out += fmt::format("\n{}\n{}", holder_heading(verdict.overall, catalogue), table(holder));
    out += fmt::format("\n{}\n{}", catalogue.text("Checks:"), check_table(verdict.checks, catalogue));
    if (extras.photo)
        out += '\n' + photo_line(*extras.photo, catalogue) + '\n';
    if (extras.evidence)
        out += fmt::format("\n{}\n{}", catalogue.text("Evidence:"), table(evidence_rows(*extras.evidence, catalogue)));
    out += '\n';
    if (extras.trust)
        out += trust_line(extras.trust, catalogue) + '\n';
    if (!verification.costs.empty()) // no card was asked for evidence
        out += (extras.stats ? cost_table(verification.costs, catalogue)
                             : cost_line(card::iso7816::total(verification.costs), catalogue) + '\n');
    out += fmt::format("{} {}\n", catalogue.text("What to do now:"), advice(verdict, catalogue));
    return out;
}

} // namespace idcard
