// SPDX-License-Identifier: Apache-2.0
#include "audit/report.hpp"

#include "audit/checkpoints.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/trust/package_contents.hpp"
#include "commands/stock_output.hpp"
#include "journal/events.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cmath>
#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string day;
    std::int64_t shift = 0;
};

audit::Period day_of(const Options& options)
{
    const card::Date day = options.day.empty() ? card::day_of(now()) : card::parse_date(options.day);
    return {card::start_of(day), card::start_of(day) + std::chrono::days{1}};
}

/// A shift that is open lasts until now.
stock::Shift find_shift(store::Database& database, std::int64_t number)
{
    for (const stock::Shift& shift : stock::shifts(database))
        if (shift.number == number)
            return shift;
    throw card::Error{card::Errc::stock_state, "no such shift"}.with_field(std::to_string(number));
}

std::vector<stock::Shift> shifts_of(store::Database& database, const audit::Period& period)
{
    auto shifts = stock::shifts(database);
    std::erase_if(shifts, [&](const stock::Shift& shift) {
        return shift.opened >= period.end || (shift.closed && *shift.closed < period.begin);
    });
    return shifts;
}

nlohmann::json report_json(const audit::Report& report)
{
    nlohmann::json out{{"schema", "idcard/report-1"}, {"begin", card::trust::utc_text(report.period.begin)},
        {"end", card::trust::utc_text(report.period.end)}, {"jobs", report.jobs}, {"events", report.events},
        {"entries", report.tip.number}, {"head", card::to_hex(report.tip.head)}, {"unanchored", report.unanchored},
        {"quarantined", nlohmann::json::array()}};
    if (report.cards_per_hour)
        out["cards_per_hour"] = std::lround(*report.cards_per_hour);
    for (const audit::QuarantinedCard& card : report.quarantined)
        out["quarantined"].push_back({{"document_number", card.document_number}, {"application", card.application},
            {"reason", card.reason}, {"step", card.step}});
    return out;
}

void print(const audit::Report& report, const stock::Summary& stock, const std::vector<stock::Shift>& shifts,
    const Context& context)
{
    std::cout << card::trust::utc_text(report.period.begin) << " - " << card::trust::utc_text(report.period.end)
              << '\n';
    const auto count = [&](std::string_view event, const char* what) {
        const auto found = report.events.find(std::string{event});
        std::cout << fmt::format("{}: {}\n", context.text(what), found == report.events.end() ? 0 : found->second);
    };
    count(audit::events::import, "records imported");
    count(audit::events::approve, "approved");
    count(audit::events::issued, "cards issued");
    count(audit::events::quarantined, "cards quarantined");
    if (report.cards_per_hour)
        std::cout << fmt::format("{}: {:.1f}\n", context.text("cards per hour"), *report.cards_per_hour);
    for (const audit::QuarantinedCard& card : report.quarantined)
        std::cout << fmt::format("  {} {} {} ({})\n", card.document_number, card.application, card.reason, card.step);
    std::cout << context.text("Applications now:") << '\n';
    for (const auto& [state, jobs] : report.jobs)
        std::cout << fmt::format("  {}: {}\n", context.text(state.c_str()), jobs);
    if (!stock.blanks.empty())
        std::cout << context.text("Blank cards now:") << '\n';
    for (const auto& [state, blanks] : stock.blanks)
        std::cout << fmt::format("  {}: {}\n", state_text(state, context), blanks);
    for (const stock::Shift& shift : shifts)
        std::cout << to_text(shift, context);
    std::cout << fmt::format("{}: {}\n{}: {}\n{}: {}\n", context.text("Entries"), report.tip.number,
        context.text("Entries after the last checkpoint"), report.unanchored, context.text("Head"),
        card::to_hex(report.tip.head));
}

void run(const Options& options, const Context& context)
{
    const auto database = context.open_database(context.office());
    audit::Period period = day_of(options);
    if (options.shift != 0) {
        const stock::Shift shift = find_shift(*database, options.shift);
        period = {shift.opened, shift.closed.value_or(now()) + std::chrono::seconds{1}};
    }
    const auto report = audit::report(*database, period);
    const auto stock = stock::summary(*database);
    const auto shifts = shifts_of(*database, period);
    if (!context.json()) {
        print(report, stock, shifts, context);
        return;
    }
    auto out = report_json(report);
    out["stock"] = to_json(stock);
    out["shifts"] = nlohmann::json::array();
    for (const stock::Shift& shift : shifts)
        out["shifts"].push_back(to_json(shift));
    std::cout << out.dump() << '\n';
}

} // namespace

void add_report(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("report", context.text("Report a day or a shift: cards, stock, and the journal's head"));
    CLI::Option* const shift =
        command->add_option("--shift", options->shift, context.text("The shift of this number"))->type_name("N");
    command->add_option("--day", options->day, context.text("Day in UTC, YYYYMMDD; without it, today"))
        ->type_name("DAY")
        ->excludes(shift);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
