// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "idcard/card_options.hpp"
#include "idcard/output/costs.hpp"
#include "idcard/output/info_report.hpp"

#include <CLI/CLI.hpp>

namespace idcard {

namespace session = card::session;

namespace {

Answer inspect(const Context& context, const CardOptions& options, const card::profile::Profile& profile,
    card::pcsc::CardConnection& connection, const card::session::Progress& progress)
{
    const Inspected card{
        connection.reader(), connection.atr(), session::inspect(connection, connection.atr(), profile, progress)};
    if (!card.info.is_ours())
        throw card::Error{card::Errc::card_unknown, "the card has none of our applications"};
    if (context.program.json)
        return {.page = to_json(card)};
    return {.page = to_text(card, context.catalogue()),
        .notes = options.stats ? cost_table(card.info.costs, context.catalogue()) : std::string{}};
}

void run(Context& context, const CardOptions& options)
{
    const card::profile::Profile profile = profile_of(options);
    const Answer answer = visit(context, options, reader_with_card(options).name,
        [&](card::pcsc::CardConnection& connection, const card::session::Progress& progress) {
            return inspect(context, options, profile, connection, progress);
        });
    deliver(context, answer);
}

} // namespace

void add_info(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<CardOptions>();
    CLI::App* command = app.add_subcommand(
        "info", context.text("Show what a card is, without opening it and without naming its holder"));
    add_card_options(*command, context, *options);
    command->callback([options, &context] { run(context, *options); });
}

} // namespace idcard
