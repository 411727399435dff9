// SPDX-License-Identifier: Apache-2.0
#include "commands/stock_output.hpp"

#include "card/base/hex.hpp"
#include "card/trust/package_contents.hpp"

#include <fmt/format.h>

#include <iostream>

namespace perso {

std::string state_text(stock::State state, const Context& context)
{
    using stock::State;
    switch (state) {
    case State::announced:
        return context.text("announced");
    case State::vault:
        return context.text("in the vault");
    case State::drawer:
        return context.text("in the drawer");
    case State::handed_out:
        return context.text("handed out");
    case State::in_work:
        return context.text("in work");
    case State::issued:
        return context.text("issued");
    case State::rejected:
        return context.text("spoilt");
    case State::revoked:
        return context.text("revoked");
    case State::missing:
        return context.text("missing");
    case State::destroyed:
        return context.text("destroyed");
    }
    return {};
}

nlohmann::json to_json(const stock::Summary& summary)
{
    auto blanks = nlohmann::json::object();
    for (const auto& [state, count] : summary.blanks)
        blanks[std::string{stock::name(state)}] = count;
    nlohmann::json out{{"required", summary.required}, {"blanks", blanks}, {"blocked", summary.blocked}};
    if (summary.shift)
        out["open_shift"] = *summary.shift;
    return out;
}

nlohmann::json to_json(const stock::Shift& shift)
{
    nlohmann::json out{{"shift", shift.number}, {"opened_by", shift.opened_by},
        {"opened", card::trust::utc_text(shift.opened)}, {"opening", shift.opening}, {"received", shift.received},
        {"lost", shift.lost}, {"issued", shift.issued}, {"rejected", shift.rejected}, {"remaining", shift.remaining}};
    if (shift.closed) {
        out["closed_by"] = shift.closed_by;
        out["closed"] = card::trust::utc_text(*shift.closed);
    }
    return out;
}

std::string to_text(const stock::Shift& shift, const Context& context)
{
    std::string out = fmt::format(
        "{} {}: {} {}", context.text("Shift"), shift.number, card::trust::utc_text(shift.opened), shift.opened_by);
    if (shift.closed)
        out += fmt::format(" - {} {}", card::trust::utc_text(*shift.closed), shift.closed_by);
    out += '\n';
    const auto line = [&](const char* what, std::int64_t count) {
        out += fmt::format("  {}: {}\n", context.text(what), count);
    };
    line("blank cards at the beginning", shift.opening);
    line("taken from the vault", shift.received);
    line("missing or destroyed", shift.lost);
    line("issued", shift.issued);
    line("spoilt", shift.rejected);
    line("blank cards that remain", shift.remaining);
    return out;
}

void print_stock(const Context& context, const stock::Summary& summary, const std::vector<stock::Delivery>& deliveries,
    const std::vector<stock::Blank>& blanks)
{
    if (context.json()) {
        auto out = to_json(summary);
        out["schema"] = "idcard/stock-1";
        out["deliveries"] = nlohmann::json::array();
        for (const stock::Delivery& delivery : deliveries)
            out["deliveries"].push_back(
                {{"number", delivery.number}, {"blanks", delivery.blanks}, {"announced_by", delivery.announced_by},
                    {"received_by", delivery.received_by}, {"blocked", delivery.blocked}});
        out["cards"] = nlohmann::json::array();
        for (const stock::Blank& blank : blanks)
            out["cards"].push_back({{"chip", card::to_hex(blank.kdd)}, {"delivery", blank.delivery},
                {"state", stock::name(blank.state)}, {"holder", blank.holder},
                {"document_number", blank.document_number}, {"changed", card::trust::utc_text(blank.changed)}});
        std::cout << out.dump() << '\n';
        return;
    }
    for (const stock::Blank& blank : blanks) {
        const std::string& whose = blank.document_number.empty() ? blank.holder : blank.document_number;
        std::cout << fmt::format("{} {:<12} {:<14} {}\n", card::to_hex(blank.kdd), blank.delivery,
            state_text(blank.state, context), whose.empty() ? "-" : whose);
    }
    for (const stock::Delivery& delivery : deliveries)
        std::cout << fmt::format("{} {}: {} ({}, {}){}\n", context.text("Delivery"), delivery.number, delivery.blanks,
            delivery.announced_by, delivery.received_by.empty() ? "-" : delivery.received_by,
            delivery.blocked ? " " + context.text("blocked") : "");
    for (const auto& [state, count] : summary.blanks)
        std::cout << state_text(state, context) << ": " << count << '\n';
    if (summary.shift)
        std::cout << context.text("Open shift:") << ' ' << *summary.shift << '\n';
    if (deliveries.empty())
        std::cout << context.text("No deliveries yet.") << '\n';
}

void print_blanks(const Context& context, const std::vector<stock::Kdd>& chips, stock::State state)
{
    if (context.json()) {
        nlohmann::json out{{"schema", "idcard/stock-moved-1"}, {"state", stock::name(state)}, {"count", chips.size()},
            {"chips", nlohmann::json::array()}};
        for (const stock::Kdd& kdd : chips)
            out["chips"].push_back(card::to_hex(kdd));
        std::cout << out.dump() << '\n';
        return;
    }
    std::cout << chips.size() << ' ' << context.text("blank cards:") << ' ' << state_text(state, context) << '\n';
}

} // namespace perso
