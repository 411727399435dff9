// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/trust_report.hpp"

#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/cli/printable.hpp"
#include "card/pki/leniency.hpp"
#include "idcard/output/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

std::string period(const pki::Validity& validity)
{
    return card::to_text(card::day_of(validity.not_before)) + " – " + card::to_text(card::day_of(validity.not_after));
}

std::string signer(const ListedItem& item, const Catalogue& catalogue)
{
    if (item.kind == "unreadable")
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

} // namespace

std::string to_text(const std::vector<ListedItem>& items, const Catalogue& catalogue)
{
    std::string out;
    for (const ListedItem& item : items) {
        out += fmt::format("{}: {} {}\n", printable(item.place), item.kind, printable(item.subject));
        out += table(
            {{catalogue.text("Period"), item.validity ? period(*item.validity) : std::string{}},
                {catalogue.text("Entries"), item.entries == 0 ? std::string{} : std::to_string(item.entries)},
                {catalogue.text("Signed"), signer(item, catalogue)}, {"SHA-256", item.fingerprint},
                {catalogue.text("Departs from Doc 9303-12"), fmt::format("{}", fmt::join(names_of(item.broken), ", "))},
                {catalogue.text("Read by rules for old documents"),
                    fmt::format("{}", fmt::join(names_of(item.allowances), ", "))},
                {catalogue.text("Cannot be used"), refusal(item, catalogue)}},
            4);
    }
    return out;
}

std::string to_json(const std::vector<ListedItem>& items)
{
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ListedItem& item : items) {
        nlohmann::ordered_json entry = {
            {"place", printable(item.place)}, {"kind", item.kind}, {"sha256", item.fingerprint}};
        if (!item.subject.empty())
            entry["subject"] = printable(item.subject);
        if (item.validity) {
            entry["from"] = card::to_text(card::day_of(item.validity->not_before));
            entry["until"] = card::to_text(card::day_of(item.validity->not_after));
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
