// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/trust_report.hpp"

#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/cli/printable.hpp"
#include "idcard/output/table.hpp"
#include "idcard/output/trust_texts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace idcard {

namespace pki = card::pki;
using card::cli::Catalogue;
using card::cli::printable;

namespace {

/// Stable names, in the order in which they come.
template <typename Values>
std::vector<std::string> names_of(const Values& values)
{
    std::vector<std::string> names;
    for (const auto value : values)
        names.emplace_back(pki::name(value));
    return names;
}

bool is_list(const ListedItem& item)
{
    return item.kind == "crl" || item.kind == "citizen_crl" || item.kind == "card_status_list" ||
           item.kind == "trust_package";
}

std::string period(const ListedItem& item, const Catalogue& catalogue)
{
    if (!item.validity)
        return {};
    const std::string days = card::to_text(card::day_of(item.validity->not_before)) + " – " +
                             card::to_text(card::day_of(item.validity->not_after));
    switch (item.currency) {
    case Currency::not_yet:
        return fmt::format("{} ({})", days, catalogue.text("has not begun"));
    case Currency::over:
        return fmt::format(
            "{} ({})", days, is_list(item) ? catalogue.text("a newer one is due") : catalogue.text("expired"));
    case Currency::current:
        break;
    }
    return days;
}

std::string signer(const ListedItem& item, const Catalogue& catalogue)
{
    if (item.kind == "unreadable" || item.kind == "card_status_list")
        return {};
    if (item.signed_by.empty())
        return catalogue.text("by a key that is not here");
    return item.signed_by == item.place ? catalogue.text("by its own key") : printable(item.signed_by);
}

std::string refusal(const ListedItem& item, const Catalogue& catalogue)
{
    if (!item.refused)
        return {};
    const card::Error error = card::Error{*item.refused, "refused"}.with_field(printable(item.place));
    return catalogue.text(error, card::cli::Part::happened);
}

/// One sentence a line, the label before the first.
template <typename Values, typename Sentence>
void add_sentences(Rows& rows, std::string label, const Values& values, Sentence sentence, const Catalogue& catalogue)
{
    for (const auto value : values) {
        const texts::Text text = sentence(value);
        rows.emplace_back(std::exchange(label, {}), catalogue.text(text.context, text.english));
    }
}

} // namespace

std::string to_text(const std::vector<ListedItem>& items, const Catalogue& catalogue)
{
    std::string out;
    for (const ListedItem& item : items) {
        const texts::Text kind = texts::listed_kind(item.kind);
        const std::string subject = printable(item.subject);
        out += fmt::format("{}: {}{}{}\n", printable(item.place), catalogue.text(kind.context, kind.english),
            subject.empty() ? "" : ", ", subject);
        Rows rows{{catalogue.text("Period"), period(item, catalogue)},
            {catalogue.text("Entries"), item.entries == 0 ? std::string{} : std::to_string(item.entries)},
            {catalogue.text("Signed"), signer(item, catalogue)}, {"SHA-256", item.fingerprint}};
        add_sentences(rows, catalogue.text("Departs from Doc 9303-12"), item.broken, texts::broken, catalogue);
        add_sentences(
            rows, catalogue.text("Read by rules for old documents"), item.allowances, texts::allowed, catalogue);
        rows.emplace_back(catalogue.text("Cannot be used"), refusal(item, catalogue));
        out += table(rows, 4);
    }
    return out;
}

std::string to_json(const std::vector<ListedItem>& items)
{
    constexpr std::array states{"not_yet", "current", "over"};
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ListedItem& item : items) {
        nlohmann::ordered_json entry = {
            {"place", printable(item.place)}, {"kind", item.kind}, {"sha256", item.fingerprint}};
        if (!item.subject.empty())
            entry["subject"] = printable(item.subject);
        if (item.validity) {
            entry["from"] = card::to_text(card::day_of(item.validity->not_before));
            entry["until"] = card::to_text(card::day_of(item.validity->not_after));
            entry["state"] = states.at(static_cast<std::size_t>(item.currency));
        }
        if (!item.signed_by.empty())
            entry["signed_by"] = printable(item.signed_by);
        if (item.entries != 0)
            entry["entries"] = item.entries;
        entry["broken_rules"] = names_of(item.broken);
        entry["allowances"] = names_of(item.allowances);
        if (item.refused)
            entry["refused"] = card::cli::identifier(*item.refused);
        list.push_back(std::move(entry));
    }
    const nlohmann::ordered_json document = {{"schema", "idcard/trust-show-1"}, {"items", std::move(list)}};
    return document.dump(2) + '\n';
}

} // namespace idcard
