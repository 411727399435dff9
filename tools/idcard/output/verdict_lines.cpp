// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/verdict_lines.hpp"

#include "card/trust/time_bound.hpp"
#include "idcard/output/texts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace idcard {

using card::cli::Catalogue;
using card::cli::ExitCode;
using card::cli::Part;
using card::trust::Check;
using card::trust::CheckId;
using card::trust::Overall;
using card::trust::State;
using card::trust::Verdict;

namespace {

std::string translate(const Catalogue& catalogue, texts::Text text)
{
    return catalogue.text(text.context, text.english);
}

std::string data_group(unsigned number, const Catalogue& catalogue)
{
    switch (number) {
    case 1:
        return catalogue.text("Machine-readable zone (DG1)");
    case 2:
        return catalogue.text("Photograph (DG2)");
    case 7:
        return catalogue.text("Signature of the holder (DG7)");
    case 11:
        return catalogue.text("Personal details (DG11)");
    case 12:
        return catalogue.text("Issuing details (DG12)");
    case 13:
        return catalogue.text("National data (DG13)");
    case 14:
        return catalogue.text("Keys of the chip (DG14)");
    case 16:
        return catalogue.text("Persons to notify (DG16)");
    default:
        return fmt::format("{} (DG{})", translate(catalogue, texts::check_name(CheckId::group_hash)), number);
    }
}

bool is_genuine(Overall overall)
{
    return overall != Overall::not_genuine && overall != Overall::undetermined;
}

/// Why a check did not pass, with the number of tries where there is one.
std::string reason_of(const Check& check, const Catalogue& catalogue, Part part)
{
    card::Error reason{check.reason.value(), name(check.id)};
    if (check.tries)
        static_cast<void>(std::move(reason).with_number(long{*check.tries}));
    if (check.clock && check.bound)
        reason = card::trust::clock_error(*check.clock, *check.bound);
    return catalogue.text(reason, part);
}

std::string remark_of(const Check& check, const Catalogue& catalogue)
{
    return catalogue.text(card::cli::message(check.remark.value()), Part::happened);
}

/// A sentence without its full stop.
std::string clause(std::string sentence)
{
    if (sentence.ends_with('.'))
        sentence.pop_back();
    return sentence;
}

/// What decided against the card, as a clause.
std::string cause_of(const Verdict& verdict, const Catalogue& catalogue)
{
    if (!verdict.decisive || !verdict.decisive->reason)
        return {};
    return clause(reason_of(*verdict.decisive, catalogue, Part::happened));
}

/// What nobody checked, or only by data that are too old: a genuine card may still be revoked or reported.
std::string left_out_of(const Verdict& verdict, const Catalogue& catalogue)
{
    const bool revocation = verdict.state(CheckId::signer_revocation) == State::not_done;
    const bool status = verdict.state(CheckId::card_status) == State::not_done;
    std::string list;
    const auto add = [&](texts::Text text) {
        if (!text.context.empty())
            list += (list.empty() ? "" : "; ") + translate(catalogue, text);
    };
    for (const CheckId id : card::trust::all_checks) {
        if (verdict.state(id) != State::not_done || (id == CheckId::card_status && revocation))
            continue;
        add(id == CheckId::signer_revocation && status ? texts::neither_revocation_nor_status() : texts::not_done(id));
    }
    for (const Check& check : verdict.checks) {
        const bool decided = verdict.decisive && verdict.decisive->id == check.id;
        if (check.reason == card::Errc::status_not_covered || (check.state == State::stale && !decided))
            list += (list.empty() ? "" : "; ") + clause(reason_of(check, catalogue, Part::happened));
    }
    if (const auto legacy = std::ranges::find(verdict.checks, card::Errc::legacy_rules, &Check::remark);
        legacy != verdict.checks.end())
        list += (list.empty() ? "" : "; ") + clause(remark_of(*legacy, catalogue));
    return list;
}

} // namespace

ExitCode exit_code(Overall overall)
{
    switch (overall) {
    case Overall::not_genuine:
        return ExitCode::not_genuine;
    case Overall::undetermined:
        return ExitCode::undetermined;
    case Overall::genuine_not_valid:
        return ExitCode::genuine_not_valid;
    case Overall::genuine_stale:
        return ExitCode::genuine_stale;
    case Overall::genuine:
        return ExitCode::done;
    }
    return ExitCode::failed;
}

std::string headline(const Verdict& verdict, const Catalogue& catalogue)
{
    const std::string answer = translate(catalogue, texts::headline(verdict.overall));
    const std::string cause = cause_of(verdict, catalogue);
    const std::string left_out = is_genuine(verdict.overall) ? left_out_of(verdict, catalogue) : std::string{};
    return answer + (cause.empty() ? "" : ": ") + cause + (left_out.empty() ? "" : " – ") + left_out;
}

std::string subject(const Check& check, const Catalogue& catalogue)
{
    return check.group ? data_group(*check.group, catalogue) : translate(catalogue, texts::check_name(check.id));
}

std::string finding(const Check& check, const Catalogue& catalogue)
{
    std::string sentence;
    if (check.reason)
        sentence = reason_of(check, catalogue, Part::happened);
    else if (check.state == State::passed)
        sentence = translate(catalogue, texts::passed(check.id));
    const auto add = [&sentence](const std::string& more) { sentence += (sentence.empty() ? "" : " ") + more; };
    if (check.remark)
        add(remark_of(check, catalogue));
    if (check.days)
        add(fmt::format(fmt::runtime(catalogue.text("The data are {} days old.")), *check.days));
    return sentence;
}

std::string advice(const Verdict& verdict, const Catalogue& catalogue)
{
    const auto& decisive = verdict.decisive;
    if (decisive && decisive->reason)
        return reason_of(*decisive, catalogue, Part::advice);
    return translate(catalogue, texts::advice(verdict.overall));
}

} // namespace idcard
